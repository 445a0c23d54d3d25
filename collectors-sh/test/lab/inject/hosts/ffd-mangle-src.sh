# fault: foreign-firewall-drop
# subject: node w2, mangle PREROUTING -s w1's pods
# wait: 28
on() { node w2 iptables -t mangle -I PREROUTING -s 10.244.1.0/24 -j DROP; }
off() { node w2 iptables -t mangle -D PREROUTING -s 10.244.1.0/24 -j DROP; }
