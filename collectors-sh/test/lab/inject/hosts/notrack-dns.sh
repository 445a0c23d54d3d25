# fault: notrack-residue
# subject: node w2, kube-dns ClusterIP
# wait: 28
on() { node w2 sh -c 'for p in udp tcp; do iptables -t raw -A PREROUTING -d 10.96.0.10/32 -p $p -m $p --dport 53 -m comment --comment "NodeLocal DNS Cache: skip conntrack" -j NOTRACK; iptables -t raw -A OUTPUT -d 10.96.0.10/32 -p $p -m $p --dport 53 -m comment --comment "NodeLocal DNS Cache: skip conntrack" -j NOTRACK; done'; }
off() { node w2 sh -c 'iptables -t raw -F PREROUTING; iptables -t raw -F OUTPUT'; }
