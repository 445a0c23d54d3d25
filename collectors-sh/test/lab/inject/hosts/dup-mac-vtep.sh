# fault: duplicate-mac
# subject: flannel.1 of w1 and w2
# wait: 32
on() { m=$(node w1 cat /sys/class/net/flannel.1/address); node w2 ip link set flannel.1 address $m; kubectl -n kube-flannel delete pod -l app=flannel --field-selector spec.nodeName=w2; }
off() { node w2 ip link del flannel.1; kubectl -n kube-flannel delete pod -l app=flannel --field-selector spec.nodeName=w2; }
