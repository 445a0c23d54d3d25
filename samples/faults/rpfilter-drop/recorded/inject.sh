# fault: rpfilter-drop
# subject: node w2, rp_filter 1 on flannel.1
# symptom: pods on w1 and pods on w2 do not reach each other; w2 routes them directly, w1 through the tunnel
# wait: 45
on() {
  r=$(node w2 ip route show | awk '/flannel.1/ && !/10.244.0.0/{print $1; exit}')
  node w2 sh -c "ip route replace $r via 172.30.0.21 dev eth0; sysctl -w net.ipv4.conf.flannel/1.rp_filter=1 net.ipv4.conf.all.rp_filter=1"
}
off() { r=$(node w2 ip route show | awk '/via 172.30.0.21/{print $1; exit}'); node w2 sh -c "ip route replace $r via ${r%/24} dev flannel.1 onlink; sysctl -w net.ipv4.conf.flannel/1.rp_filter=0 net.ipv4.conf.all.rp_filter=0"; }
