# fault: icmp-frag-needed-blocked
# subject: path to 198.51.100.0/24
# symptom: large requests to the outside hang
# wait: 60
set +e
on() { node fabric ip link set wan mtu 1300; node fabric iptables -I OUTPUT -p icmp --icmp-type fragmentation-needed -j DROP
  kubectl -n shop set env daemonset/client URLS="http://frontend/hostname http://cart.shop.svc.cluster.local:8000/hostname http://db-0.db:5432/hostname http://www.example.com/ http://www.example.com/?q=$(printf "x%.0s" $(seq 3000))"; }
off() { node fabric ip link set wan mtu 1500; node fabric iptables -D OUTPUT -p icmp --icmp-type fragmentation-needed -j DROP;  kubectl -n shop rollout undo daemonset/client; }
