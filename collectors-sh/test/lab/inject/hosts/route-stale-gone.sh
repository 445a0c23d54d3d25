# fault: stale-pod-route
# subject: node w2, w1's range via 172.30.0.55 (removed node)
# wait: 28
on() { c=$(kubectl get node w1 -o jsonpath='{.spec.podCIDR}'); node w2 ip route show $c > $S/route; node w2 ip route replace $c via 172.30.0.55 dev eth0; }
off() { node w2 ip route replace $(cat $S/route); }
