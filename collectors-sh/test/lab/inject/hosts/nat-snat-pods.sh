# fault: foreign-nat-rule
# subject: node w1, POSTROUTING SNAT of pod to pod traffic
# wait: 28
on() { node w1 iptables -t nat -I POSTROUTING -s 10.244.0.0/16 -o flannel.1 -j SNAT --to-source 172.30.0.99; }
off() { node w1 iptables -t nat -D POSTROUTING -s 10.244.0.0/16 -o flannel.1 -j SNAT --to-source 172.30.0.99; }
