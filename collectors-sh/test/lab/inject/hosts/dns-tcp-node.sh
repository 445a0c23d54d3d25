# fault: dns-tcp-or-edns-blocked
# subject: node w1 FORWARD tcp 53
# wait: 28
on() { node w1 iptables -I FORWARD -p tcp --dport 53 -j DROP; kubectl -n shop patch ds client -p '{"spec":{"template":{"spec":{"dnsConfig":{"options":[{"name":"use-vc"}]}}}}}'; }
off() { node w1 iptables -D FORWARD -p tcp --dport 53 -j DROP; kubectl -n shop rollout undo ds client; }
