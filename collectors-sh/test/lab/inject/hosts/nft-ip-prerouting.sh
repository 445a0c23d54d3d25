# fault: native-nft-drop
# subject: node w2, ip edr prerouting
# wait: 28
on() { node w2 sh -c 'nft add table ip edr; nft add chain ip edr guard "{ type filter hook prerouting priority -150; policy accept; }"; nft add rule ip edr guard iifname "flannel.1" tcp dport 8000 counter drop'; }
off() { node w2 nft delete table ip edr; }
