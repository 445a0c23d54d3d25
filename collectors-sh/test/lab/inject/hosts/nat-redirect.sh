# fault: foreign-nat-rule
# subject: node w1, PREROUTING dport 80 REDIRECT 3128
# wait: 28
on() { node w1 iptables -t nat -I PREROUTING -p tcp -m tcp --dport 80 -m comment --comment "transparent proxy" -j REDIRECT --to-ports 3128; }
off() { node w1 iptables -t nat -D PREROUTING -p tcp -m tcp --dport 80 -m comment --comment "transparent proxy" -j REDIRECT --to-ports 3128; }
