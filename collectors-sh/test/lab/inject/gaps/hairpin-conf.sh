# fault: hairpin-mode-off
# subject: nodes w1 and w2 (pods of shop/frontend call the Service frontend)
# symptom: every third request of a frontend pod to its own Service gets no answer
# wait: 60
set +e
on() {
  kubectl -n kube-flannel get cm kube-flannel-cfg -o yaml > "$S/flannel-cfg.yaml"
  kubectl -n kube-flannel get cm kube-flannel-cfg -o yaml | sed 's/"hairpinMode": true/"hairpinMode": false/' | kubectl apply -f -
  kubectl -n kube-flannel rollout restart ds kube-flannel-ds; kubectl -n kube-flannel rollout status ds kube-flannel-ds --timeout=90s
  kubectl -n shop patch deployment frontend -p '{"spec":{"template":{"spec":{"containers":[{"name":"self","image":"registry.example.com/shop/client:1.4","env":[{"name":"PERIOD","value":"2s"},{"name":"URLS","value":"http://frontend/hostname"},{"name":"NAMES","value":""}]}]}}}}'
  kubectl -n shop rollout status deployment frontend --timeout=90s
}
off() {
  kubectl -n kube-flannel get cm kube-flannel-cfg -o yaml | sed 's/"hairpinMode": false/"hairpinMode": true/' | kubectl apply -f -
  kubectl -n kube-flannel rollout restart ds kube-flannel-ds; kubectl -n kube-flannel rollout status ds kube-flannel-ds --timeout=90s
  kubectl -n shop rollout undo deployment frontend; kubectl -n shop rollout status deployment frontend --timeout=90s
}
