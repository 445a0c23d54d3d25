# fault: notrack-residue
# subject: node w1, raw rules for 10.96.0.10 port 53
# symptom: pods on w1 resolve no name
# wait: 45
on() { node w1 sh -c 'for c in PREROUTING OUTPUT; do for p in udp tcp; do iptables -t raw -A $c -d 10.96.0.10/32 -p $p --dport 53 -j NOTRACK; iptables -t raw -A $c -s 10.96.0.10/32 -p $p --sport 53 -j NOTRACK; done; done'; }
off() { node w1 iptables -t raw -F; }
