# fault: security-group-blocks
# subject: cp1 -> w2:10250
# wait: 45
on() { node fabric sh -c 'nft add table bridge lab; nft add chain bridge lab acl "{ type filter hook forward priority 0; policy accept; }"; nft add rule bridge lab acl oifname v-w2 tcp dport 10250 drop'; }
off() { node fabric nft delete table bridge lab; }
