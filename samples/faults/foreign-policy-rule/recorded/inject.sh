# fault: foreign-policy-rule
# subject: node w1, rule "from 10.244.0.0/16 lookup 100"
# symptom: pods on w1 reach neither other pods nor services; outside names of the host still work
# wait: 45
on() { node w1 sh -c 'ip route add default via 172.30.0.1 dev eth0 table 100; ip rule add from 10.244.0.0/16 lookup 100 priority 1000'; }
off() { node w1 sh -c 'ip rule del priority 1000; ip route flush table 100'; }
