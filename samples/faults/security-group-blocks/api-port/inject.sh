# fault: security-group-blocks
# subject: w2 -> cp1:6443
# wait: 60
on() { node fabric sh -c 'nft add table bridge lab; nft add chain bridge lab acl "{ type filter hook forward priority 0; policy accept; }"; nft add rule bridge lab acl iifname v-w2 tcp dport 6443 drop'; }
off() { node fabric nft delete table bridge lab; }
