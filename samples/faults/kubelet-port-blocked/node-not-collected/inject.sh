# fault: kubelet-port-blocked
# subject: node w2 port 10250
# symptom: logs and exec time out on w2
# wait: 30
on() { node w2 iptables -I INPUT -p tcp --dport 10250 -j REJECT; }
off() { node w2 iptables -D INPUT -p tcp --dport 10250 -j REJECT; }
