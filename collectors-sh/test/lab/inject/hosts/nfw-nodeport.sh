# fault: node-firewall-blocks-cluster-ports
# subject: node w1, NodePorts 30000-32767
# wait: 28
on() { node w1 iptables -t mangle -I PREROUTING -i eth0 -p tcp -m tcp --dport 30000:32767 -j DROP; }
off() { node w1 iptables -t mangle -D PREROUTING -i eth0 -p tcp -m tcp --dport 30000:32767 -j DROP; }
