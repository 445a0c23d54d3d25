# fault: cni-migration-residue
# subject: node w1, weave bridge and routes
# wait: 28
on() { c=$(kubectl get node w2 -o jsonpath='{.spec.podCIDR}'); node w1 sh -c "ip link add weave type bridge; ip addr add ${c%.*}.1/25 dev weave; ip link set weave up; iptables -N WEAVE-NPC; iptables -N WEAVE-NPC-DEFAULT; iptables -A WEAVE-NPC -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT; iptables -A FORWARD -o weave -j WEAVE-NPC; iptables -A FORWARD -o weave -j DROP"; }
off() { node w1 sh -c 'ip link del weave; iptables -D FORWARD -o weave -j WEAVE-NPC; iptables -D FORWARD -o weave -j DROP; iptables -F WEAVE-NPC; iptables -X WEAVE-NPC; iptables -X WEAVE-NPC-DEFAULT'; }
