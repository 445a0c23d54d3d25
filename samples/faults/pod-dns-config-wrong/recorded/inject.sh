# fault: pod-dns-config-wrong
# subject: pods of daemonset shop/client, dnsPolicy Default
# symptom: the client resolves no cluster name, outside names work
# wait: 50
on() { kubectl -n shop patch daemonset client -p '{"spec":{"template":{"spec":{"dnsPolicy":"Default"}}}}'; kubectl -n shop rollout status daemonset client --timeout=60s; }
off() { kubectl -n shop patch daemonset client -p '{"spec":{"template":{"spec":{"dnsPolicy":"ClusterFirst"}}}}'; }
