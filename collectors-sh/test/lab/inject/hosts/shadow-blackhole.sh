# fault: static-route-shadows-podcidr
# subject: node w2, blackhole inside w1's range
# wait: 28
on() { c=$(kubectl get node w1 -o jsonpath='{.spec.podCIDR}'); node w2 ip route add blackhole ${c%/*}/26; }
off() { c=$(kubectl get node w1 -o jsonpath='{.spec.podCIDR}'); node w2 ip route del blackhole ${c%/*}/26; }
