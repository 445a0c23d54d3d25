# fault: underlay-drops-overlay
# subject: UDP 8472 between w1 and w2
# wait: 28
on() { node fabric sh -c 'nft add table bridge lab; nft add chain bridge lab acl "{ type filter hook forward priority 0; policy accept; }"; nft add rule bridge lab acl iifname v-w1 oifname v-w2 udp dport 8472 drop; nft add rule bridge lab acl iifname v-w2 oifname v-w1 udp dport 8472 drop'; }
off() { node fabric nft delete table bridge lab; }
