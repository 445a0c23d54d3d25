# fault: router-acl-blocks
# subject: w1 -> 198.51.100.0/24 tcp
# wait: 28
on() { node fabric iptables -I FORWARD -s 172.30.0.21 -d 198.51.100.10 -p tcp -j DROP; }
off() { node fabric iptables -D FORWARD -s 172.30.0.21 -d 198.51.100.10 -p tcp -j DROP; }
