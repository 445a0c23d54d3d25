# fault: none
# wait: 45
on() { node w1 sh -c 'for c in DOCKER DOCKER-USER; do iptables -N $c; done; iptables -A DOCKER-USER -j RETURN; iptables -I FORWARD -j DOCKER-USER; iptables -P FORWARD DROP'; }
off() { node w1 sh -c 'iptables -P FORWARD ACCEPT; iptables -D FORWARD -j DOCKER-USER; for c in DOCKER DOCKER-USER; do iptables -F $c; iptables -X $c; done'; }
