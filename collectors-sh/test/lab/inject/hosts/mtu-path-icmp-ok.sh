# fault: mtu-path-smaller-than-nic
# subject: path to 198.51.100.10
# wait: 28
on() { node fabric ip link set wan mtu 1280; node wan ip link set eth0 mtu 1280; node fabric iptables -I OUTPUT -p icmp --icmp-type fragmentation-needed -j DROP
  kubectl -n shop set env daemonset/client URLS="http://frontend/hostname http://cart.shop.svc.cluster.local:8000/hostname http://www.example.com/?q=$(printf 'x%.0s' $(seq 4000))"; }
off() { node fabric ip link set wan mtu 1500; node wan ip link set eth0 mtu 1500; node fabric iptables -D OUTPUT -p icmp --icmp-type fragmentation-needed -j DROP; kubectl -n shop rollout undo ds client; }
