# fault: foreign-firewall-drop
# subject: node w2, FORWARD ctstate NEW from flannel.1
# wait: 28
on() { node w2 iptables  -I FORWARD -i flannel.1 -m conntrack --ctstate NEW -j DROP; }
off() { node w2 iptables  -D FORWARD -i flannel.1 -m conntrack --ctstate NEW -j DROP; }
