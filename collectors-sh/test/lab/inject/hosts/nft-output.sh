# fault: native-nft-drop
# subject: node w2, inet edr output udp 8472
# wait: 28
on() { node w2 sh -c 'nft add table inet edr; nft add chain inet edr guard "{ type filter hook output priority 0; policy accept; }"; nft add rule inet edr guard udp dport 8472 drop'; }
off() { node w2 nft delete table inet edr; }
