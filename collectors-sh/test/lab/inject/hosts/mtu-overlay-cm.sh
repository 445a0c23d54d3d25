# fault: mtu-overlay-too-large
# subject: flannel.1 / pods 1500 on eth0 1500, all nodes
# wait: 28
on() {
  kubectl -n kube-flannel get cm kube-flannel-cfg -o json | sed 's/\\"Type\\": \\"vxlan\\"/\\"Type\\": \\"vxlan\\", \\"MTU\\": 1550/' | kubectl apply -f -
  for n in cp1 w1 w2; do node $n ip link del flannel.1; done
  kubectl -n kube-flannel rollout restart ds kube-flannel-ds; kubectl -n kube-flannel rollout status ds kube-flannel-ds --timeout=90s
  kubectl -n shop delete pod --all --wait=true; kubectl -n shop set env daemonset/client URLS="http://frontend/hostname http://cart.shop.svc.cluster.local:8000/hostname http://db-0.db:5432/echo?msg=$(printf 'x%.0s' $(seq 3000)) http://db-1.db:5432/echo?msg=$(printf 'x%.0s' $(seq 3000)) http://www.example.com/"; kubectl -n shop rollout status ds client --timeout=60s
}
off() { kubectl apply -f - < "$here/manifests/flannel.yaml"; for n in cp1 w1 w2; do node $n ip link del flannel.1; done; kubectl -n kube-flannel delete pod -l app=flannel; sleep 10; kubectl -n shop rollout undo ds client; kubectl -n shop delete pod --all --wait=true; }
