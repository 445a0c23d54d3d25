# fault: link-down
# subject: node w1, flannel.1
# symptom: pods on w1 and pods on other nodes do not reach each other
# wait: 45
on() { node w1 ip link set flannel.1 down; }
off() { node w1 ip link set flannel.1 up; kubectl -n kube-flannel delete pod --field-selector spec.nodeName=w1; }
