# fault: flannel-vtep-mac-changed
# subject: node w1
# symptom: pods on other nodes do not reach pods on w1
# wait: 45
set +e
on() { node w1 ip link show flannel.1 | awk '/ether/{print $2}' > "$S/mac"; node w1 ip link set flannel.1 address 5e:11:22:33:44:55; }
off() { node w1 ip link set flannel.1 address $(cat "$S/mac"); kubectl -n kube-flannel delete pod -l app=flannel --field-selector spec.nodeName=w1; kubectl -n kube-flannel rollout status ds kube-flannel-ds --timeout=60s; }
