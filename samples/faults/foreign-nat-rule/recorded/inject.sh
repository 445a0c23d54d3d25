# fault: foreign-nat-rule
# subject: node w1, nat PREROUTING redirects port 80 to 3128
# symptom: pods on w1 get connection refused from frontend and from outside web sites
# wait: 45
on() { node w1 iptables -t nat -I PREROUTING 1 -i cni0 -p tcp -m tcp --dport 80 -j REDIRECT --to-ports 3128; }
off() { node w1 iptables -t nat -D PREROUTING -i cni0 -p tcp -m tcp --dport 80 -j REDIRECT --to-ports 3128; }
