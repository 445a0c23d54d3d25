# fault: external-no-return-route
# subject: pods -> 198.51.100.0/24
# symptom: pods get no answer from outside, nodes do
# wait: 45
set +e
on() { for n in cp1 w1 w2; do node $n sh -c 'iptables -t nat -N IP-MASQ-AGENT; iptables -t nat -A IP-MASQ-AGENT -d 10.0.0.0/8 -j RETURN; iptables -t nat -A IP-MASQ-AGENT -d 198.51.100.0/24 -m comment --comment "ip-masq-agent: local traffic is not subject to MASQUERADE" -j ACCEPT;  iptables -t nat -I POSTROUTING -m addrtype ! --dst-type LOCAL -j IP-MASQ-AGENT'; done; }
off() { for n in cp1 w1 w2; do node $n sh -c 'iptables -t nat -D POSTROUTING -m addrtype ! --dst-type LOCAL -j IP-MASQ-AGENT; iptables -t nat -F IP-MASQ-AGENT; iptables -t nat -X IP-MASQ-AGENT'; done; }
