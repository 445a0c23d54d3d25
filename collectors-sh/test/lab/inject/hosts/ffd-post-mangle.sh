# fault: foreign-firewall-drop
# subject: node w1, mangle POSTROUTING -o cni0 tcp 5432
# wait: 28
on() { node w1 iptables -t mangle -I POSTROUTING -o cni0 -p tcp -m tcp --dport 5432 -j DROP; }
off() { node w1 iptables -t mangle -D POSTROUTING -o cni0 -p tcp -m tcp --dport 5432 -j DROP; }
