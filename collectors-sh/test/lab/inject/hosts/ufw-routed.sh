# fault: ufw-default-deny
# subject: node w1
# wait: 28
on() { kubectl -n kube-flannel patch daemonset kube-flannel-ds --type json -p '[{"op":"add","path":"/spec/template/spec/containers/0/command/-","value":"--iptables-forward-rules=false"}]'; kubectl -n kube-flannel rollout status daemonset kube-flannel-ds --timeout=90s
  node w1 sh -c 'iptables -D FORWARD -m comment --comment "flanneld forward" -j FLANNEL-FWD; iptables -F FLANNEL-FWD; iptables -X FLANNEL-FWD
  mkdir -p /etc/ufw /etc/default; printf "ENABLED=yes\nLOGLEVEL=low\n" > /etc/ufw/ufw.conf; printf "IPV6=yes\nDEFAULT_INPUT_POLICY=\"ACCEPT\"\nDEFAULT_OUTPUT_POLICY=\"ACCEPT\"\nDEFAULT_FORWARD_POLICY=\"DROP\"\n" > /etc/default/ufw
  for c in ufw-before-logging-forward ufw-before-forward ufw-after-forward ufw-after-logging-forward ufw-reject-forward ufw-track-forward ufw-user-forward; do iptables -N $c; done
  iptables -A ufw-before-forward -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT; iptables -A ufw-before-forward -p icmp -m icmp --icmp-type 8 -j ACCEPT; iptables -A ufw-before-forward -j ufw-user-forward
  iptables -A ufw-after-logging-forward -m limit --limit 3/min --limit-burst 10 -j LOG --log-prefix "[UFW BLOCK] "
  for c in ufw-before-logging-forward ufw-before-forward ufw-after-forward ufw-after-logging-forward ufw-reject-forward ufw-track-forward; do iptables -A FORWARD -j $c; done; iptables -P FORWARD DROP'; }
off() { node w1 sh -c 'iptables -P FORWARD ACCEPT; for c in ufw-before-logging-forward ufw-before-forward ufw-after-forward ufw-after-logging-forward ufw-reject-forward ufw-track-forward; do iptables -D FORWARD -j $c; done; for c in ufw-before-forward ufw-after-logging-forward; do iptables -F $c; done; for c in ufw-before-logging-forward ufw-before-forward ufw-after-forward ufw-after-logging-forward ufw-reject-forward ufw-track-forward ufw-user-forward; do iptables -X $c; done; rm -rf /etc/ufw /etc/default/ufw'; kubectl -n kube-flannel rollout undo daemonset kube-flannel-ds; kubectl -n kube-flannel rollout status daemonset kube-flannel-ds --timeout=90s; }
