# fault: notrack-residue
# subject: node w1, table ip perf, 10.96.0.0/12
# wait: 28
on() { node w1 sh -c 'nft add table ip perf; nft add chain ip perf pre "{ type filter hook prerouting priority raw; policy accept; }"; nft add rule ip perf pre ip daddr 10.96.0.0/12 counter notrack'; }
off() { node w1 nft delete table ip perf; }
