# fault: path-packet-loss
# subject: path to 198.51.100.0/24
# wait: 50
on() { node fabric iptables -I FORWARD -o wan -m statistic --mode random --probability 0.35 -j DROP; }
off() { node fabric iptables -D FORWARD -o wan -m statistic --mode random --probability 0.35 -j DROP; }
