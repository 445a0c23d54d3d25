# fault: etc-hosts-override
# subject: pods of daemonset shop/client, hostAliases cart.shop.svc.cluster.local 10.96.200.7
# symptom: requests to cart time out; cart is healthy
# wait: 45
on() { kubectl -n shop patch daemonset client -p '{"spec":{"template":{"spec":{"hostAliases":[{"ip":"10.96.200.7","hostnames":["cart.shop.svc.cluster.local"]}]}}}}'; kubectl -n shop rollout status daemonset client --timeout=60s; }
off() { kubectl -n shop rollout undo daemonset client; }
