# fault: mtu-inconsistent-across-nodes
# subject: node w2 eth0 1400, others 1500
# wait: 28
on() { node w2 sh -c 'ip link set eth0 mtu 1400; ip link del flannel.1'; kubectl -n kube-flannel delete pod -l app=flannel --field-selector spec.nodeName=w2; sleep 8; node w2 ip link set cni0 mtu 1350; kubectl -n shop delete pod --field-selector spec.nodeName=w2 --wait=true
  kubectl -n shop set env daemonset/client URLS="http://frontend/hostname http://cart.shop.svc.cluster.local:8000/hostname http://db-0.db:5432/echo?msg=$(printf 'x%.0s' $(seq 3000)) http://db-1.db:5432/echo?msg=$(printf 'x%.0s' $(seq 3000)) http://www.example.com/"; }
off() { node w2 sh -c 'ip link set eth0 mtu 1500; ip link del flannel.1; ip link del cni0'; kubectl -n kube-flannel delete pod -l app=flannel --field-selector spec.nodeName=w2; sleep 8; kubectl -n shop rollout undo ds client; kubectl -n shop delete pod --field-selector spec.nodeName=w2 --wait=true; }
