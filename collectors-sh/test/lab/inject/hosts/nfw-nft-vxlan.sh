# fault: node-firewall-blocks-cluster-ports
# subject: node w1, UDP 8472 in nft table inet filter
# wait: 28
on() { node w1 sh -c 'nft add table inet fw; nft add chain inet fw input "{ type filter hook input priority 0; policy drop; }"; nft add rule inet fw input iif lo accept; nft add rule inet fw input ct state established,related accept; nft add rule inet fw input ip protocol icmp accept; nft add rule inet fw input tcp dport "{ 22, 10250 }" accept; nft add rule inet fw input counter drop'; }
off() { node w1 nft delete table inet fw; }
