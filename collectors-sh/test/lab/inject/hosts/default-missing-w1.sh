# fault: default-route-missing
# subject: node w1
# wait: 28
on() { node w1 ip route del default; }
off() { node w1 ip route add default via 172.30.0.1; }
