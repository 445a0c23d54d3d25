# fault: default-route-missing
# subject: node w1
# symptom: pods on w1 reach nothing outside; the host reaches no service: network is unreachable
# wait: 50
on() { node w1 ip route del default; }
off() { node w1 ip route add default via 172.30.0.1; }
