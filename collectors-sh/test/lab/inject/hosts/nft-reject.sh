# fault: native-nft-drop
# subject: node w2, inet edr forward reject
# wait: 28
on() { node w2 sh -c 'nft add table inet edr; nft add chain inet edr guard "{ type filter hook forward priority 0; policy accept; }"; nft add rule inet edr guard oifname "flannel.1" counter reject with icmpx type admin-prohibited'; }
off() { node w2 nft delete table inet edr; }
