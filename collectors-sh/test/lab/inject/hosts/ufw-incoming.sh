# fault: ufw-default-deny
# subject: node w2
# wait: 45
on() { node w2 sh -c 'mkdir -p /etc/ufw /etc/default; printf "ENABLED=yes\nLOGLEVEL=low\n" > /etc/ufw/ufw.conf; printf "IPV6=yes\nDEFAULT_INPUT_POLICY=\"DROP\"\nDEFAULT_OUTPUT_POLICY=\"ACCEPT\"\nDEFAULT_FORWARD_POLICY=\"ACCEPT\"\n" > /etc/default/ufw
  for c in ufw-before-logging-input ufw-before-input ufw-after-input ufw-after-logging-input ufw-reject-input ufw-track-input ufw-user-input ufw-not-local; do iptables -N $c; done
  iptables -A ufw-before-input -i lo -j ACCEPT; iptables -A ufw-before-input -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT; iptables -A ufw-before-input -p icmp -m icmp --icmp-type 8 -j ACCEPT; iptables -A ufw-before-input -j ufw-not-local; iptables -A ufw-not-local -m addrtype --dst-type LOCAL -j RETURN; iptables -A ufw-not-local -j DROP; iptables -A ufw-before-input -j ufw-user-input
  iptables -A ufw-user-input -p tcp -m tcp --dport 22 -j ACCEPT
  iptables -A ufw-after-logging-input -m limit --limit 3/min --limit-burst 10 -j LOG --log-prefix "[UFW BLOCK] "
  for c in ufw-before-logging-input ufw-before-input ufw-after-input ufw-after-logging-input ufw-reject-input ufw-track-input; do iptables -A INPUT -j $c; done; iptables -P INPUT DROP'; }
off() { node w2 sh -c 'iptables -P INPUT ACCEPT; for c in ufw-before-logging-input ufw-before-input ufw-after-input ufw-after-logging-input ufw-reject-input ufw-track-input; do iptables -D INPUT -j $c; done; for c in ufw-before-input ufw-after-logging-input ufw-user-input ufw-not-local; do iptables -F $c; done; for c in ufw-before-logging-input ufw-before-input ufw-after-input ufw-after-logging-input ufw-reject-input ufw-track-input ufw-user-input ufw-not-local; do iptables -X $c; done; rm -rf /etc/ufw /etc/default/ufw'; }
