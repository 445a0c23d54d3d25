# fault: foreign-policy-rule
# subject: node w2, to w1's pod range prohibited
# wait: 28
on() { c=$(kubectl get node w1 -o jsonpath='{.spec.podCIDR}'); node w2 sh -c "ip rule add to $c prohibit priority 500"; }
off() { c=$(kubectl get node w1 -o jsonpath='{.spec.podCIDR}'); node w2 sh -c "ip rule del to $c prohibit priority 500"; }
