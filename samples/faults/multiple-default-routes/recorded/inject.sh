# fault: multiple-default-routes
# subject: node w2, default via 172.30.0.77
# symptom: pods and host of w2 do not reach the outside world
# wait: 45
on() { node w2 sh -c 'ip route del default; ip route add default via 172.30.0.1 dev eth0 metric 100; ip route add default via 172.30.0.77 dev eth0 metric 50'; }
off() { node w2 sh -c 'ip route del default via 172.30.0.77; ip route del default; ip route add default via 172.30.0.1 dev eth0'; }
