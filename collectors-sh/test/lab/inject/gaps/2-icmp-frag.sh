# fault: icmp-frag-needed-blocked
# subject: node w1, w2: ICMP fragmentation-needed is dropped
# symptom: large requests to the outside hang
# wait: 60
set +e
on() { node fabric ip link set wan mtu 1300; for n in w1 w2; do node $n iptables -t filter -I FORWARD -p icmp --icmp-type fragmentation-needed -j DROP;  node $n iptables -I INPUT -p icmp --icmp-type fragmentation-needed -j DROP; done
  kubectl -n shop set env daemonset/client URLS="http://frontend/hostname http://cart.shop.svc.cluster.local:8000/hostname http://db-0.db:5432/hostname http://www.example.com/ http://www.example.com/?q=$(printf "x%.0s" $(seq 3000))"; }
off() { node fabric ip link set wan mtu 1500; for n in w1 w2; do node $n iptables -t filter -D FORWARD -p icmp --icmp-type fragmentation-needed -j DROP;  node $n iptables -D INPUT -p icmp --icmp-type fragmentation-needed -j DROP; done;  kubectl -n shop rollout undo daemonset/client; }
