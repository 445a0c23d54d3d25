# fault: sysctl-not-persistent
# subject: node w2, bridge-nf-call-iptables
# wait: 28
on() { node w2 sh -c 'mkdir -p /etc/sysctl.d; printf "net.ipv4.ip_forward = 1\nnet.bridge.bridge-nf-call-iptables = 1\n" > /etc/sysctl.d/10-k8s.conf; printf "# CIS 3.1.1\nnet.ipv4.ip_forward = 0\nnet.bridge.bridge-nf-call-iptables = 0\n" > /etc/sysctl.d/99-cis.conf; sysctl --system >/dev/null 2>&1; sysctl -w net.ipv4.ip_forward=0'; }
off() { node w2 sh -c 'rm /etc/sysctl.d/10-k8s.conf /etc/sysctl.d/99-cis.conf; sysctl -w net.ipv4.ip_forward=1 net.bridge.bridge-nf-call-iptables=1'; }
