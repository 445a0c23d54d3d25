# fault: iptables-mode-mixed
# subject: node w2
# wait: 28
on() { node w2 sh -c 'iptables-legacy -N KUBE-FORWARD; iptables-legacy -A FORWARD -j KUBE-FORWARD; iptables-legacy -A KUBE-FORWARD -m conntrack --ctstate INVALID -j DROP; iptables-legacy -P FORWARD DROP'; }
off() { node w2 sh -c 'iptables-legacy -P FORWARD ACCEPT; iptables-legacy -F; iptables-legacy -X'; }
