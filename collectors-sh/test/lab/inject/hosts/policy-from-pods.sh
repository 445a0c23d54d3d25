# fault: foreign-policy-rule
# subject: node w1, from its pod range lookup 100
# wait: 28
on() { c=$(kubectl get node w1 -o jsonpath='{.spec.podCIDR}'); node w1 sh -c "ip route add default via 172.30.0.1 dev eth0 table 100; ip rule add from $c lookup 100 priority 1000"; }
off() { c=$(kubectl get node w1 -o jsonpath='{.spec.podCIDR}'); node w1 sh -c "ip rule del from $c lookup 100 priority 1000; ip route flush table 100"; }
