# fault: mtu-inconsistent-across-nodes
# subject: node w2, eth0 mtu 1400, the others 1500
# symptom: large answers to w2 hang
# wait: 50
set +e
on() { node w2 ip link set eth0 mtu 1400; node fabric ip link set v-w2 mtu 1400; node fabric ip link set br0 mtu 1500
  kubectl -n shop set env daemonset/client URLS="http://frontend/hostname http://cart.shop.svc.cluster.local:8000/hostname http://db-0.db:5432/echo?msg=$(printf "x%.0s" $(seq 3000)) http://db-1.db:5432/echo?msg=$(printf "x%.0s" $(seq 3000)) http://www.example.com/"; }
off() { node fabric ip link set v-w2 mtu 1500; node w2 ip link set eth0 mtu 1500; kubectl -n shop rollout undo daemonset/client; }
