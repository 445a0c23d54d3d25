# fault: foreign-firewall-drop
# subject: node w2, FORWARD REJECT icmp-host-prohibited
# wait: 28
on() { node w2 iptables  -I FORWARD -j REJECT --reject-with icmp-host-prohibited; }
off() { node w2 iptables  -D FORWARD -j REJECT --reject-with icmp-host-prohibited; }
