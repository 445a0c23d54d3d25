# fault: pod-route-missing
# subject: node w1, its own pod range on cni0
# wait: 28
on() { c=$(kubectl get node w1 -o jsonpath='{.spec.podCIDR}'); node w1 ip route show $c > $S/route; node w1 ip route del $c; }
off() { node w1 ip route add $(cat $S/route); }
