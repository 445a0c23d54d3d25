# fault: mtu-stale-pods
# subject: pods older than the change 1450 -> 1350
# wait: 28
on() {
  kubectl -n kube-flannel get cm kube-flannel-cfg -o json | sed 's/\\"Type\\": \\"vxlan\\"/\\"Type\\": \\"vxlan\\", \\"MTU\\": 1400/' | kubectl apply -f -
  for n in cp1 w1 w2; do node $n ip link del flannel.1; done
  kubectl -n kube-flannel rollout restart ds kube-flannel-ds; kubectl -n kube-flannel rollout status ds kube-flannel-ds --timeout=90s
  kubectl -n shop delete pod -l app=client; kubectl -n shop delete pod -l app=frontend
}
off() { kubectl apply -f - < "$here/manifests/flannel.yaml"; for n in cp1 w1 w2; do node $n ip link del flannel.1; done; kubectl -n kube-flannel delete pod -l app=flannel; sleep 10; kubectl -n shop delete pod --all --wait=true; }
