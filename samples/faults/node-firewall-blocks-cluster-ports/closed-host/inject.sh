# fault: node-firewall-blocks-cluster-ports
# subject: node w2, INPUT policy DROP: 10250, 8472
# wait: 45
on() { node w2 sh -c 'iptables -A INPUT -i lo -j ACCEPT; iptables -A INPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT; iptables -A INPUT -p tcp -m tcp --dport 22 -j ACCEPT; iptables -A INPUT -p icmp -j ACCEPT; iptables -P INPUT DROP'; }
off() { node w2 sh -c 'iptables -P INPUT ACCEPT; iptables -D INPUT -i lo -j ACCEPT; iptables -D INPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT; iptables -D INPUT -p tcp -m tcp --dport 22 -j ACCEPT; iptables -D INPUT -p icmp -j ACCEPT'; }
