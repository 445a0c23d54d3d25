# fault: native-nft-drop
# subject: node w2, bridge edr forward
# wait: 28
on() { node w2 sh -c 'nft add table bridge edr; nft add chain bridge edr guard "{ type filter hook forward priority 0; policy accept; }"; nft add rule bridge edr guard ip protocol tcp counter drop'; }
off() { node w2 nft delete table bridge edr; }
