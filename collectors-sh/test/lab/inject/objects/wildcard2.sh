# fault: wildcard-search-domain
# subject: corp.example
# symptom: outside names get a wrong address
# wait: 45
. "${BASH_SOURCE[0]%/*}/lib.sh"
on() { kill "$(cat $S/wan/dns.pid)"; cp $S/wan/Corefile $S/wan/Corefile.orig; { printf 'corp.example:53 {\n bind 198.51.100.53\n log\n template IN A {\n answer "{{ .Name }} 60 IN A 198.51.100.66"\n }\n}\n'; cat $S/wan/Corefile.orig; } > $S/wan/Corefile; (cd $S/wan; setsid ip netns exec $NS-wan $LAB/bin/coredns -conf Corefile >>coredns.log 2>&1 & echo $! > dns.pid); }
off() { kill "$(cat $S/wan/dns.pid)"; cp $S/wan/Corefile.orig $S/wan/Corefile; (cd $S/wan; setsid ip netns exec $NS-wan $LAB/bin/coredns -conf Corefile >>coredns.log 2>&1 & echo $! > dns.pid); }
