# fault: rpfilter-drop
# subject: node w2, flannel.1 strict while the return route leaves elsewhere
# wait: 28
on() { c=$(kubectl get node w1 -o jsonpath='{.spec.podCIDR}'); node w2 sysctl -qw net.ipv4.conf.all.rp_filter=1 net.ipv4.conf.flannel.1.rp_filter=1 || node w2 sysctl -qw net/ipv4/conf/flannel.1/rp_filter=1; node w2 ip route add ${c%/*}/25 via 172.30.0.21 dev eth0; node w1 ip route show > /dev/null; }
off() { c=$(kubectl get node w1 -o jsonpath='{.spec.podCIDR}'); node w2 sysctl -qw net.ipv4.conf.all.rp_filter=0 net/ipv4/conf/flannel.1/rp_filter=0; node w2 ip route del ${c%/*}/25; }
