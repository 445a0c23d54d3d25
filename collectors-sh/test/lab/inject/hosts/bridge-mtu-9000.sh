# fault: bridge-mtu-exceeds-uplink
# subject: node w1, cni0 1500 > eth0 1400
# wait: 28
on() { # host-gw: no tunnel; the uplink of w1 is a 1400 byte network, the bridge kept 1500
  kubectl -n kube-flannel get cm kube-flannel-cfg -o json | sed 's/\\"Type\\": \\"vxlan\\"/\\"Type\\": \\"host-gw\\"/; s/\\"isDefaultGateway\\": true/\\"isDefaultGateway\\": true, \\"mtu\\": 1500/' | kubectl apply -f -
  for n in cp1 w1 w2; do node $n sh -c 'ip link del flannel.1; ip link set eth0 mtu 1400'; done
  kubectl -n kube-flannel rollout restart ds kube-flannel-ds; kubectl -n kube-flannel rollout status ds kube-flannel-ds --timeout=90s
  kubectl -n shop delete pod --all --wait=true
}
off() { kubectl apply -f - < "$here/manifests/flannel.yaml"; for n in cp1 w1 w2; do node $n sh -c 'ip link set eth0 mtu 1500; ip link del cni0'; done; kubectl -n kube-flannel delete pod -l app=flannel; sleep 10; kubectl -n shop delete pod --all --wait=true; kubectl -n kube-system delete pod -l k8s-app=kube-dns; }
