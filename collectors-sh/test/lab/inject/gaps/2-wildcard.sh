# fault: wildcard-search-domain
# subject: corp.example
# symptom: www.example.com resolves to a wrong address in pods
# wait: 45
set +e
on() { cp "$S/wan/Corefile" "$S/Corefile.old"
cat >> "$S/wan/Corefile" <<'T'
corp.example:53 {
  bind 198.51.100.53
  log
  template IN A {
    answer "{{ .Name }} 60 IN A 198.51.100.66"
  }
}
T
kill $(cat "$S/wan/dns.pid"); sleep 1; (cd "$S/wan"; setsid ip netns exec $NS-wan "$LAB/bin/coredns" -conf Corefile >>coredns.log 2>&1 & echo $! > dns.pid); sleep 1; node wan dig +short @198.51.100.53 www.example.com.corp.example; kubectl -n shop rollout restart ds client; }
off() { cp "$S/Corefile.old" "$S/wan/Corefile"; kill $(cat "$S/wan/dns.pid"); sleep 1; (cd "$S/wan"; setsid ip netns exec $NS-wan "$LAB/bin/coredns" -conf Corefile >>coredns.log 2>&1 & echo $! > dns.pid); }
