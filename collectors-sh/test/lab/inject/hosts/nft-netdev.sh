# fault: native-nft-drop
# subject: node w1, netdev edr ingress on eth0
# wait: 28
on() { node w1 sh -c 'nft add table netdev edr; nft add chain netdev edr guard "{ type filter hook ingress device eth0 priority 0; policy accept; }"; nft add rule netdev edr guard udp dport 8472 counter drop'; }
off() { node w1 nft delete table netdev edr; }
