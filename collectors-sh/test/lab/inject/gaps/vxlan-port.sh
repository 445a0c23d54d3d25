# fault: vxlan-vni-port-mismatch
# subject: node w2, dstport 4789 instead of 8472
# symptom: pods on w2 are cut off from other nodes
# wait: 45
set +e
on() { node w2 bash -c 'ip -d link show flannel.1; mac=$(cat /sys/class/net/flannel.1/address); a=$(ip -4 -o addr show flannel.1 | awk "{print \$4}"); ip route show dev flannel.1 > /root/r; ip neigh show dev flannel.1 > /root/n; bridge fdb show dev flannel.1 > /root/f
 ip link del flannel.1; ip link add flannel.1 address $mac type vxlan id 1 dev eth0 local 172.30.0.22 dstport 4789 nolearning; ip addr add $a dev flannel.1; ip link set flannel.1 mtu 1450 up
 while read d rest; do ip route replace $d via ${d%/*} dev flannel.1 onlink; done < /root/r
 while read a _ m _; do ip neigh replace $a lladdr $m dev flannel.1 nud permanent; done < /root/n
 while read m rest; do bridge fdb replace $m dev flannel.1 ${rest%% self*} self permanent; done < /root/f
 ip route show dev flannel.1; ip neigh show dev flannel.1; bridge fdb show dev flannel.1'; }
off() { node w2 ip link del flannel.1; kubectl -n kube-flannel delete pod -l app=flannel --field-selector spec.nodeName=w2; kubectl -n kube-flannel rollout status ds kube-flannel-ds --timeout=90s; }
