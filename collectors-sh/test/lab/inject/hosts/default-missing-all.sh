# fault: default-route-missing
# subject: nodes w1 and w2
# wait: 28
on() { for n in w1 w2; do node $n ip route del default; done; }
off() { for n in w1 w2; do node $n ip route add default via 172.30.0.1; done; }
