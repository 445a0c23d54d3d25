# fault: traffic-shaping-drops
# subject: node w1, veth of cart
# wait: 28
on() { i=$(kubectl -n shop get pod -l app=cart --field-selector spec.nodeName=w1 -o jsonpath="{.items[0].status.podIP}"); v=$(node w1 sh -c "ping -c1 -W1 $i >/dev/null; m=\$(ip neigh show $i dev cni0 | sed \"s/.*lladdr //; s/ .*//\"); bridge fdb show br cni0 | grep \"^\$m\" | sed \"s/.*dev //; s/ .*//\" | head -1"); echo $v > $S/veth; node w1 tc qdisc add dev $v root netem delay 2500ms loss 20%; }
off() { node w1 tc qdisc del dev $(cat $S/veth) root; }
