# fault: router-acl-blocks
# subject: 198.51.100.10 port 80 at 172.30.0.1
# wait: 28
on() { node fabric iptables -I FORWARD -d 198.51.100.10 -p tcp --dport 80 -j REJECT --reject-with icmp-admin-prohibited; }
off() { node fabric iptables -D FORWARD -d 198.51.100.10 -p tcp --dport 80 -j REJECT --reject-with icmp-admin-prohibited; }
