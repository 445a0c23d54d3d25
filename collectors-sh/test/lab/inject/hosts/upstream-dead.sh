# fault: dns-upstream-down
# subject: 198.51.100.53
# wait: 28
on() { kill $(cat $S/wan/dns.pid); }
off() { (cd $S/wan; setsid ip netns exec $NS-wan "$LAB/bin/coredns" -conf Corefile >coredns.log 2>&1 & echo $! > dns.pid); }
