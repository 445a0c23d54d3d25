# fault: pod-route-missing
# subject: node w2, routes to w1's and cp1's pod ranges
# wait: 28
on() { node w2 ip route show dev flannel.1 > $S/route; node w2 ip route flush dev flannel.1; }
off() { while read d via g rest; do node w2 ip route add $d via $g dev flannel.1 onlink; done < $S/route; }
