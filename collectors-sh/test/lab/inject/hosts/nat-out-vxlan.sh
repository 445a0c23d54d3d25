# fault: foreign-nat-rule
# subject: node w2, PREROUTING 172.30.0.22 DNAT all tcp
# wait: 45
on() { node w2 iptables -t nat -I PREROUTING -i cni0 -d 10.96.0.0/12 -p tcp -j DNAT --to-destination 172.30.0.1; }
off() { node w2 iptables -t nat -D PREROUTING -i cni0 -d 10.96.0.0/12 -p tcp -j DNAT --to-destination 172.30.0.1; }
