# fault: path-packet-loss
# subject: path to w2
# wait: 50
on() { node fabric sh -c 'nft add table bridge lab; nft add chain bridge lab loss "{ type filter hook forward priority 0; policy accept; }"; nft add rule bridge lab loss oifname v-w2 numgen random mod 100 lt 25 drop'; }
off() { node fabric nft delete table bridge lab; }
