# fault: dns-tcp-or-edns-blocked
# subject: TCP 53 to 198.51.100.53
# wait: 28
on() { node fabric iptables -I FORWARD -p tcp --dport 53 -j DROP; }
off() { node fabric iptables -D FORWARD -p tcp --dport 53 -j DROP; }
