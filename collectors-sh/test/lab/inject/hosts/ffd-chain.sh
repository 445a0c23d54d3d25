# fault: foreign-firewall-drop
# subject: node w2, chain SECGUARD
# wait: 28
on() { node w2 sh -c 'iptables -N SECGUARD; iptables -A SECGUARD -m conntrack --ctstate RELATED,ESTABLISHED -j RETURN; iptables -A SECGUARD -s 172.30.0.0/24 -j RETURN; iptables -A SECGUARD -p icmp -j RETURN; iptables -A SECGUARD -m limit --limit 5/min -j LOG --log-prefix "SECGUARD "; iptables -A SECGUARD -j DROP; iptables -I FORWARD -j SECGUARD'; }
off() { node w2 sh -c 'iptables -D FORWARD -j SECGUARD; iptables -F SECGUARD; iptables -X SECGUARD'; }
