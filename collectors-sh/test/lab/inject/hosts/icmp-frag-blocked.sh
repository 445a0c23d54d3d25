# fault: icmp-frag-needed-blocked
# subject: node w1 INPUT/FORWARD icmp fragmentation-needed; path to 198.51.100.10
# wait: 28
on() { node fabric ip link set wan mtu 1280; node wan ip link set eth0 mtu 1280
  for n in w1 w2; do node $n sh -c 'iptables -I INPUT -p icmp -m icmp --icmp-type fragmentation-needed -m comment --comment "no icmp" -j DROP; iptables -I FORWARD -p icmp -m icmp --icmp-type fragmentation-needed -m comment --comment "no icmp" -j DROP'; done
  kubectl -n shop set env daemonset/client URLS="http://frontend/hostname http://cart.shop.svc.cluster.local:8000/hostname http://www.example.com/?q=$(printf 'x%.0s' $(seq 4000))"; }
off() { node fabric ip link set wan mtu 1500; node wan ip link set eth0 mtu 1500; for n in w1 w2; do node $n sh -c 'iptables -D INPUT -p icmp -m icmp --icmp-type fragmentation-needed -m comment --comment "no icmp" -j DROP; iptables -D FORWARD -p icmp -m icmp --icmp-type fragmentation-needed -m comment --comment "no icmp" -j DROP'; done; kubectl -n shop rollout undo ds client; }
