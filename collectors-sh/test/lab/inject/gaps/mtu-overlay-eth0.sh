# fault: mtu-overlay-too-large
# subject: nodes cp1, w1, w2: flannel.1 mtu 1450 over eth0 mtu 1400
# symptom: large answers between nodes hang
# wait: 50
set +e
on() { for n in cp1 w1 w2; do node $n ip link set eth0 mtu 1400; node fabric ip link set v-$n mtu 1400; done
  kubectl -n shop set env daemonset/client URLS="http://frontend/hostname http://cart.shop.svc.cluster.local:8000/hostname http://db-0.db:5432/echo?msg=$(printf "x%.0s" $(seq 3000)) http://db-1.db:5432/echo?msg=$(printf "x%.0s" $(seq 3000)) http://www.example.com/"; }
off() { for n in cp1 w1 w2; do node fabric ip link set v-$n mtu 1500; node $n ip link set eth0 mtu 1500; done; node fabric ip link set br0 mtu 1500; kubectl -n shop rollout undo daemonset/client; }
