# fault: foreign-firewall-drop
# subject: node w1, set blocklist
# wait: 28
on() { node w1 sh -c 'ipset create blocklist hash:net && ipset add blocklist 10.244.0.0/18 && iptables -I FORWARD -m set --match-set blocklist src -j DROP' || node w1 iptables -I FORWARD -m iprange --src-range 10.244.0.1-10.244.63.255 -j DROP; }
off() { node w1 sh -c 'iptables -D FORWARD -m set --match-set blocklist src -j DROP; ipset destroy blocklist; iptables -D FORWARD -m iprange --src-range 10.244.0.1-10.244.63.255 -j DROP'; }
