# fault: security-group-blocks
# subject: NodePort 30080 of w1 and w2
# wait: 28
on() { node fabric sh -c 'nft add table bridge lab; nft add chain bridge lab acl "{ type filter hook forward priority 0; policy accept; }"; nft add rule bridge lab acl tcp dport 30000-32767 drop; iptables -I FORWARD -p tcp --dport 30000:32767 -j DROP'
 kubectl -n shop set env daemonset/client URLS="http://172.30.0.21:30080/hostname http://172.30.0.22:30080/hostname"; }
off() { node fabric sh -c 'nft delete table bridge lab; iptables -D FORWARD -p tcp --dport 30000:32767 -j DROP'; kubectl -n shop rollout undo ds client; }
