# fault: native-nft-drop
# subject: node w1, inet edr forward policy drop
# wait: 28
on() { node w1 sh -c 'nft add table inet edr; nft add chain inet edr guard "{ type filter hook forward priority 10; policy drop; }"; nft add rule inet edr guard ct state established,related accept'; }
off() { node w1 nft delete table inet edr; }
