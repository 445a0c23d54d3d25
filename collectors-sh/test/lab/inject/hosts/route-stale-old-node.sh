# fault: stale-pod-route
# subject: node w1, w2's range via 172.30.0.11
# wait: 28
on() { c=$(kubectl get node w2 -o jsonpath='{.spec.podCIDR}'); node w1 ip route show $c > $S/route; node w1 ip route replace $c via 172.30.0.11 dev eth0; }
off() { node w1 ip route replace $(cat $S/route); }
