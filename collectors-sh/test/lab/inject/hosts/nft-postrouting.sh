# fault: native-nft-drop
# subject: node w1, inet edr postrouting
# wait: 28
on() { node w1 sh -c 'nft add table inet edr; nft add chain inet edr guard "{ type filter hook postrouting priority 50; policy accept; }"; nft add rule inet edr guard oifname "cni0" ip saddr 10.244.0.0/16 tcp flags syn drop'; }
off() { node w1 nft delete table inet edr; }
