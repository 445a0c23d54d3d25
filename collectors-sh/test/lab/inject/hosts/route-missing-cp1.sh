# fault: pod-route-missing
# subject: node cp1, route to w1's pod range
# wait: 28
on() { c=$(kubectl get node w1 -o jsonpath='{.spec.podCIDR}'); node cp1 ip route show $c > $S/route; node cp1 ip route del $c; }
off() { node cp1 ip route add $(cat $S/route); }
