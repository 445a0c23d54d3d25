# fault: ephemeral-port-exhaustion
# subject: client pods (ip_local_port_range 50000-50009), node w1 and w2
# symptom: connect: cannot assign requested address
# wait: 90
set +e
on() { kubectl -n shop patch daemonset client --type merge -p '{"spec":{"template":{"spec":{"securityContext":{"sysctls":[{"name":"net.ipv4.ip_local_port_range","value":"50000 50005"}]},"containers":[{"name":"client","image":"registry.example.com/shop/client:1.4","env":[{"name":"PERIOD","value":"2s"},{"name":"URLS","value":"http://frontend/hostname http://cart.shop.svc.cluster.local:8000/hostname http://db-0.db:5432/hostname http://www.example.com/"},{"name":"NAMES","value":"kubernetes.default.svc.cluster.local"}]}]}}}}'; kubectl -n shop rollout status ds client --timeout=60s; }
off() { kubectl -n shop rollout undo daemonset client; }
