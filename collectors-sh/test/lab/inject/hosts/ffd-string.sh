# fault: foreign-firewall-drop
# subject: node w1, FORWARD to 198.51.100.0/24
# wait: 28
on() { node w1 iptables  -I FORWARD -d 198.51.100.0/24 -p tcp -j REJECT --reject-with icmp-port-unreachable; }
off() { node w1 iptables  -D FORWARD -d 198.51.100.0/24 -p tcp -j REJECT --reject-with icmp-port-unreachable; }
