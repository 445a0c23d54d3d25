# fault: foreign-firewall-drop
# subject: node w1, FORWARD policy DROP (hardening, no docker)
# wait: 28
on() { kubectl -n kube-flannel patch daemonset kube-flannel-ds --type json -p '[{"op":"add","path":"/spec/template/spec/containers/0/command/-","value":"--iptables-forward-rules=false"}]'; kubectl -n kube-flannel rollout status daemonset kube-flannel-ds --timeout=90s
  node w1 sh -c 'iptables -D FORWARD -m comment --comment "flanneld forward" -j FLANNEL-FWD; iptables -F FLANNEL-FWD; iptables -X FLANNEL-FWD; iptables -P FORWARD DROP'; }
off() { node w1 iptables -P FORWARD ACCEPT; kubectl -n kube-flannel rollout undo daemonset kube-flannel-ds; kubectl -n kube-flannel rollout status daemonset kube-flannel-ds --timeout=90s; }
