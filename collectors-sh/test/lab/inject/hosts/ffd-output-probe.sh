# fault: foreign-firewall-drop
# subject: node w1, OUTPUT to its pods
# wait: 28
on() { node w1 iptables  -I OUTPUT -o cni0 -p tcp -m tcp --dport 8000 -j DROP; }
off() { node w1 iptables  -D OUTPUT -o cni0 -p tcp -m tcp --dport 8000 -j DROP; }
