# fault: bridge-port-blocking
# subject: node w1, the port of cart
# wait: 28
on() { i=$(kubectl -n shop get pod -l app=cart --field-selector spec.nodeName=w1 -o jsonpath="{.items[0].status.podIP}"); v=$(node w1 sh -c "ping -c1 -W1 $i >/dev/null; m=\$(ip neigh show $i dev cni0 | sed \"s/.*lladdr //; s/ .*//\"); bridge fdb show br cni0 | grep \"^\$m\" | sed \"s/.*dev //; s/ .*//\" | head -1"); echo $v > $S/veth; node w1 ip link set cni0 type bridge stp_state 1; sleep 1; node w1 bridge link set dev $v state 4; }
off() { node w1 bridge link set dev $(cat $S/veth) state 3; node w1 ip link set cni0 type bridge stp_state 0; }
