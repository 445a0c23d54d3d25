# fault: traffic-shaping-drops
# subject: pods of shop/frontend (kubernetes.io/egress-bandwidth)
# symptom: transfers are slow, packets are lost
# wait: 60
set +e
on() {
  kubectl -n kube-flannel get cm kube-flannel-cfg -o yaml | sed 's/{"type": "portmap"/{"type": "bandwidth", "capabilities": {"bandwidth": true}}, {"type": "portmap"/' | kubectl apply -f -
  kubectl -n kube-flannel rollout restart ds kube-flannel-ds; kubectl -n kube-flannel rollout status ds kube-flannel-ds --timeout=90s
  kubectl -n shop patch sts db -p '{"spec":{"template":{"metadata":{"annotations":{"kubernetes.io/ingress-bandwidth":"8k","kubernetes.io/egress-bandwidth":"8k"}}}}}'
  kubectl -n shop rollout status sts db --timeout=90s
}
off() { kubectl -n shop rollout undo sts db
  kubectl -n kube-flannel get cm kube-flannel-cfg -o yaml | sed 's/{"type": "bandwidth", "capabilities": {"bandwidth": true}}, //' | kubectl apply -f -
  kubectl -n kube-flannel rollout restart ds kube-flannel-ds; kubectl -n kube-flannel rollout status ds kube-flannel-ds --timeout=90s; }
