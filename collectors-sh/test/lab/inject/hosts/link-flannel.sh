# fault: link-down
# subject: node w2, flannel.1
# wait: 28
on() { node w2 ip link set flannel.1 down; }
off() { node w2 ip link del flannel.1; kubectl -n kube-flannel delete pod -l app=flannel --field-selector spec.nodeName=w2; }
