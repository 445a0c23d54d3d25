# fault: foreign-firewall-drop
# subject: node w1, raw PREROUTING tcp 8000
# wait: 28
on() { node w1 iptables -t raw -I PREROUTING -p tcp -m tcp --dport 8000 -j DROP; }
off() { node w1 iptables -t raw -D PREROUTING -p tcp -m tcp --dport 8000 -j DROP; }
