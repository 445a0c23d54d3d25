# fault: node-ip-changed
# subject: node w2, 172.30.0.22 -> 172.30.0.122
# wait: 60
on() { node w2 sh -c 'ip addr add 172.30.0.122/24 dev eth0; ip addr del 172.30.0.22/24 dev eth0; ip addr show dev eth0 | grep -q 172.30.0.122 || ip addr add 172.30.0.122/24 dev eth0; ip route replace default via 172.30.0.1'; }
off() { node w2 sh -c 'ip addr add 172.30.0.22/24 dev eth0; ip addr del 172.30.0.122/24 dev eth0; ip addr add 172.30.0.22/24 dev eth0; ip route replace default via 172.30.0.1'; kubectl -n kube-flannel delete pod -l app=flannel --field-selector spec.nodeName=w2; }
