# fault: dns-tcp-or-edns-blocked
# subject: kube-dns lacks 53/TCP
# wait: 28
on() { kubectl -n kube-system patch svc kube-dns --type json -p '[{"op":"remove","path":"/spec/ports/1"}]'; kubectl -n shop patch ds client -p '{"spec":{"template":{"spec":{"dnsConfig":{"options":[{"name":"use-vc"}]}}}}}'; kubectl -n shop rollout status ds client --timeout=60s; }
off() { kubectl -n kube-system patch svc kube-dns -p '{"spec":{"ports":[{"name":"dns-tcp","port":53,"protocol":"TCP","targetPort":53}]}}'; kubectl -n shop rollout undo ds client; }
