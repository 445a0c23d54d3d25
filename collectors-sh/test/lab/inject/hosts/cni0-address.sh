# fault: cni0-address-mismatch
# subject: node w1, cni0
# wait: 28
on() { a=$(node w1 sh -c '. /run/flannel/subnet.env; echo $FLANNEL_SUBNET'); node w1 ip addr del $a dev cni0; node w1 ip addr add 10.244.9.1/24 dev cni0; kubectl -n shop delete pod -l app=client --field-selector spec.nodeName=w1 --wait=false; }
off() { a=$(node w1 sh -c '. /run/flannel/subnet.env; echo $FLANNEL_SUBNET'); node w1 ip addr del 10.244.9.1/24 dev cni0; node w1 ip addr add $a dev cni0; kubectl -n shop delete pod -l app=client --field-selector spec.nodeName=w1 --wait=false; }
