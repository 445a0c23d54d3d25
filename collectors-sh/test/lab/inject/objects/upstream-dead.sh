# fault: dns-upstream-down
# subject: upstream 198.51.100.53
# symptom: outside names fail
# wait: 45
. "${BASH_SOURCE[0]%/*}/lib.sh"
on() { kill "$(cat $S/wan/dns.pid)"; }
off() { (cd $S/wan; setsid ip netns exec $NS-wan $LAB/bin/coredns -conf Corefile >>coredns.log 2>&1 & echo $! > dns.pid); }
