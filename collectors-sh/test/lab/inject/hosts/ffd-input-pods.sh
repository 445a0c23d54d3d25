# fault: foreign-firewall-drop
# subject: node cp1, INPUT from pods to 6443
# wait: 28
on() { node cp1 iptables  -I INPUT -s 10.244.0.0/16 -p tcp -m tcp --dport 6443 -j DROP; }
off() { node cp1 iptables  -D INPUT -s 10.244.0.0/16 -p tcp -m tcp --dport 6443 -j DROP; }
