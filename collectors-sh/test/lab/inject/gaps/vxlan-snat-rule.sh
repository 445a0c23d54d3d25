# fault: vxlan-outer-source-mismatch
# subject: node w1, outer source 172.30.0.121
# wait: 30
on() { node w1 sh -c 'ip addr add 172.30.0.121/24 dev eth0; iptables -t nat -I POSTROUTING -o eth0 -p udp --dport 8472 -j SNAT --to-source 172.30.0.121; conntrack -D -p udp --dport 8472'; for n in cp1 w2; do node $n conntrack -D -p udp --dport 8472 || true; done; }
off() { node w1 sh -c 'iptables -t nat -D POSTROUTING -o eth0 -p udp --dport 8472 -j SNAT --to-source 172.30.0.121; ip addr del 172.30.0.121/24 dev eth0; conntrack -D -p udp --dport 8472'; }
