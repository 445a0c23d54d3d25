# fault: router-acl-blocks
# subject: 198.51.100.10 port 80
# wait: 35
on() { node fabric iptables -I FORWARD -d 198.51.100.10 -p tcp --dport 80 -j DROP; }
off() { node fabric iptables -D FORWARD -d 198.51.100.10 -p tcp --dport 80 -j DROP; }
