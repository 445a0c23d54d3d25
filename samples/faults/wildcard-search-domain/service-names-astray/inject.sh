# fault: wildcard-search-domain
# subject: corp.example
# symptom: api.partner.example.net gets the page of the intranet instead of NXDOMAIN
# wait: 45
set +e
on() { cp "$S/wan/Corefile" "$S/Corefile.old"
cat >> "$S/wan/Corefile" <<'T'
corp.example:53 {
  bind 198.51.100.53
  file corp.zone
}
T
printf '@ 300 IN SOA ns hostmaster 1 3600 600 86400 60\n@ IN NS ns\nns IN A 198.51.100.53\n* IN A 198.51.100.10\n' > "$S/wan/corp.zone"
kill $(cat "$S/wan/dns.pid"); sleep 1; (cd "$S/wan"; setsid ip netns exec $NS-wan "$LAB/bin/coredns" -conf Corefile >>coredns.log 2>&1 & echo $! > dns.pid); sleep 1; node wan dig +short @198.51.100.53 www.example.com.corp.example
kubectl -n shop set env daemonset/client URLS="http://frontend/hostname http://cart.shop.svc.cluster.local:8000/hostname http://db-0.db:5432/hostname http://api.example.com/rates http://www.example.com/"; }
off() { cp "$S/Corefile.old" "$S/wan/Corefile"; kill $(cat "$S/wan/dns.pid"); sleep 1; (cd "$S/wan"; setsid ip netns exec $NS-wan "$LAB/bin/coredns" -conf Corefile >>coredns.log 2>&1 & echo $! > dns.pid); kubectl -n shop rollout undo daemonset/client; }
