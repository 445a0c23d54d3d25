# fault: foreign-firewall-drop
# subject: node w1, FORWARD udp 53
# wait: 28
on() { node w1 iptables  -I FORWARD -p udp -m udp --dport 53 -j DROP; }
off() { node w1 iptables  -D FORWARD -p udp -m udp --dport 53 -j DROP; }
