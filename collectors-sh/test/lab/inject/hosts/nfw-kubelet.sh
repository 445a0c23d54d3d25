# fault: node-firewall-blocks-cluster-ports
# subject: node w1, TCP 10250
# wait: 28
on() { node w1 iptables  -I INPUT -p tcp -m tcp --dport 10250 -j REJECT --reject-with icmp-port-unreachable; }
off() { node w1 iptables  -D INPUT -p tcp -m tcp --dport 10250 -j REJECT --reject-with icmp-port-unreachable; }
