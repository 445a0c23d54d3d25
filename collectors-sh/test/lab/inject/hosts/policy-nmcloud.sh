# fault: foreign-policy-rule
# subject: node w2, from 172.30.0.22 lookup 30400
# wait: 28
on() { node w2 sh -c "ip route add 172.30.0.0/24 dev eth0 table 30400; ip route add default via 172.30.0.1 dev eth0 table 30400; ip rule add from 172.30.0.22 lookup 30400 priority 30400"; }
off() { node w2 sh -c "ip rule del from 172.30.0.22 lookup 30400 priority 30400; ip route flush table 30400"; }
