# fault: mtu-inconsistent-across-nodes
# subject: node w1 eth0 9000, others 1500
# wait: 28
on() { node w1 sh -c 'ip link set eth0 mtu 9000; ip link del flannel.1'; kubectl -n kube-flannel delete pod -l app=flannel --field-selector spec.nodeName=w1; sleep 8; kubectl -n shop delete pod --field-selector spec.nodeName=w1 --wait=true
  kubectl -n shop set env daemonset/client URLS="http://frontend/hostname http://cart.shop.svc.cluster.local:8000/hostname http://db-0.db:5432/echo?msg=$(printf 'x%.0s' $(seq 3000)) http://db-1.db:5432/echo?msg=$(printf 'x%.0s' $(seq 3000)) http://www.example.com/"; }
off() { node w1 sh -c 'ip link set eth0 mtu 1500; ip link del flannel.1; ip link del cni0'; kubectl -n kube-flannel delete pod -l app=flannel --field-selector spec.nodeName=w1; sleep 8; kubectl -n shop rollout undo ds client; kubectl -n shop delete pod --field-selector spec.nodeName=w1 --wait=true; }
