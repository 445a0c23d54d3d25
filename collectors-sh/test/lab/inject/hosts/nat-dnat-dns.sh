# fault: foreign-nat-rule
# subject: node w2, PREROUTING dns to 192.0.2.53
# wait: 28
on() { node w2 iptables -t nat -I PREROUTING -p udp -m udp --dport 53 -j DNAT --to-destination 192.0.2.53:53; }
off() { node w2 iptables -t nat -D PREROUTING -p udp -m udp --dport 53 -j DNAT --to-destination 192.0.2.53:53; }
