# fault: mtu-inconsistent-across-nodes
# subject: node w1, eth0 mtu 9000, the others 1500
# symptom: large packets from w1 are lost
# wait: 60
set +e
on() { node w1 ip link set eth0 mtu 9000
  kubectl -n kube-flannel delete pod -l app=flannel --field-selector spec.nodeName=w1; kubectl -n kube-flannel rollout status ds kube-flannel-ds --timeout=90s
  node w1 ip link set flannel.1 mtu 8950; node w1 ip link set cni0 mtu 8950; 
  kubectl -n shop rollout restart deploy/frontend deploy/cart
  kubectl -n shop set env daemonset/client URLS="http://frontend/hostname http://cart.shop.svc.cluster.local:8000/hostname http://db-0.db:5432/echo?msg=$(printf "x%.0s" $(seq 3000)) http://db-1.db:5432/echo?msg=$(printf "x%.0s" $(seq 3000)) http://www.example.com/"; node w1 ip -br link; }
off() { node w1 sh -c 'ip link set flannel.1 mtu 1450; ip link set cni0 mtu 1450; ip link set eth0 mtu 1500'; kubectl -n kube-flannel delete pod -l app=flannel --field-selector spec.nodeName=w1;  kubectl -n kube-flannel rollout status ds kube-flannel-ds --timeout=90s; kubectl -n shop rollout undo daemonset/client; kubectl -n shop rollout restart deploy/frontend deploy/cart; }
