# fault: foreign-firewall-drop
# subject: node w1, FORWARD -i cni0
# wait: 28
on() { node w1 iptables  -I FORWARD -i cni0 -m comment --comment "sec-baseline" -j DROP; }
off() { node w1 iptables  -D FORWARD -i cni0 -m comment --comment "sec-baseline" -j DROP; }
