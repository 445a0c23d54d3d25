# fault: dns-tcp-or-edns-blocked
# subject: node w1, TCP 53
# symptom: names with large answers do not resolve from w1
# wait: 60
set +e
on() { { cp "$S/wan/example.com.zone" "$S/zone.old"; for i in $(seq 1 120); do echo "big IN A 198.51.101.$i"; done >> "$S/wan/example.com.zone"; kill $(cat "$S/wan/dns.pid"); sleep 1; (cd "$S/wan"; setsid ip netns exec $NS-wan "$LAB/bin/coredns" -conf Corefile >>coredns.log 2>&1 & echo $! > dns.pid); kubectl -n shop set env daemonset/client NAMES="kubernetes.default.svc.cluster.local big.example.com"; }; node w1 iptables -I FORWARD -p tcp --dport 53 -j DROP; }
off() { node w1 iptables -D FORWARD -p tcp --dport 53 -j DROP; { cp "$S/zone.old" "$S/wan/example.com.zone"; kill $(cat "$S/wan/dns.pid"); sleep 1; (cd "$S/wan"; setsid ip netns exec $NS-wan "$LAB/bin/coredns" -conf Corefile >>coredns.log 2>&1 & echo $! > dns.pid); kubectl -n shop rollout undo daemonset/client; }; }
