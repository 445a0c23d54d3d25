# fault: native-nft-drop
# subject: node w1, inet edr forward
# wait: 28
on() { node w1 sh -c 'nft add table inet edr; nft add chain inet edr guard "{ type filter hook forward priority -10; policy accept; }"; nft add rule inet edr guard ip saddr 10.244.0.0/16 counter drop'; }
off() { node w1 nft delete table inet edr; }
