# fault: node-firewall-blocks-cluster-ports
# subject: node cp1, TCP 6443
# wait: 28
on() { node cp1 iptables  -I INPUT -i eth0 -p tcp -m multiport --dports 6443,2379 -j DROP; }
off() { node cp1 iptables  -D INPUT -i eth0 -p tcp -m multiport --dports 6443,2379 -j DROP; }
