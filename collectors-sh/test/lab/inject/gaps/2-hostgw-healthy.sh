# fault: none
# subject: -
# wait: 60
set +e
on() { kubectl -n kube-flannel get cm kube-flannel-cfg -o yaml | sed 's/"Type": "vxlan"/"Type": "host-gw"/' | kubectl apply -f -
  kubectl -n kube-flannel rollout restart ds kube-flannel-ds; kubectl -n kube-flannel rollout status ds kube-flannel-ds --timeout=90s
  for n in cp1 w1 w2; do node $n ip link del flannel.1; done; sleep 15; node w1 ip route; }
off() { kubectl -n kube-flannel get cm kube-flannel-cfg -o yaml | sed 's/"Type": "host-gw"/"Type": "vxlan"/' | kubectl apply -f -
  for n in cp1 w1 w2; do node $n sh -c 'ip route | grep "^10.244.*via 172" | while read r; do ip route del $r; done'; done
  kubectl -n kube-flannel rollout restart ds kube-flannel-ds; kubectl -n kube-flannel rollout status ds kube-flannel-ds --timeout=90s; }
