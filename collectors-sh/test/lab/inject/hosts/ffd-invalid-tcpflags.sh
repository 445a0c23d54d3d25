# fault: foreign-firewall-drop
# subject: node w2, FORWARD tcp syn limit
# wait: 28
on() { node w2 iptables  -I FORWARD -p tcp -m tcp --tcp-flags FIN,SYN,RST,ACK SYN -m connlimit --connlimit-above 1 --connlimit-mask 0 -j REJECT --reject-with tcp-reset; }
off() { node w2 iptables  -D FORWARD -p tcp -m tcp --tcp-flags FIN,SYN,RST,ACK SYN -m connlimit --connlimit-above 1 --connlimit-mask 0 -j REJECT --reject-with tcp-reset; }
