# fault: notrack-residue
# subject: node w1, tcp 8000
# wait: 28
on() { node w1 iptables -t raw -I PREROUTING -p tcp -m tcp --dport 8000 -j CT --notrack; }
off() { node w1 iptables -t raw -D PREROUTING -p tcp -m tcp --dport 8000 -j CT --notrack; }
