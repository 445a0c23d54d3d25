# fault: bridge-mtu-exceeds-uplink
# subject: nodes w1: cni0 mtu 1500 over eth0 mtu 1400
# symptom: large requests leave the node with ICMP only
# wait: 60
set +e
on() { kubectl -n kube-flannel get cm kube-flannel-cfg -o yaml | sed 's/"Type": "vxlan"/"Type": "host-gw"/' | kubectl apply -f -
  kubectl -n kube-flannel rollout restart ds kube-flannel-ds; kubectl -n kube-flannel rollout status ds kube-flannel-ds --timeout=90s
  for n in cp1 w1 w2; do node $n ip link del flannel.1;  node $n ip link set eth0 mtu 1400; node fabric ip link set v-$n mtu 1400; done
  for n in cp1 w1 w2; do node $n ip link set cni0 mtu 1500; done
  kubectl -n shop rollout restart deploy/frontend deploy/cart sts/db
  kubectl -n shop set env daemonset/client URLS="http://frontend/hostname http://cart.shop.svc.cluster.local:8000/hostname http://db-0.db:5432/echo?msg=$(printf "x%.0s" $(seq 3000)) http://db-1.db:5432/echo?msg=$(printf "x%.0s" $(seq 3000)) http://www.example.com/"
  kubectl -n shop rollout status sts/db --timeout=90s; }
off() { echo down-and-up; false; }
