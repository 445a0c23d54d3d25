# fault: etc-hosts-override
# subject: shop/client hostAliases cart.shop.svc.cluster.local
# wait: 28
on() { kubectl -n shop patch ds client -p '{"spec":{"template":{"spec":{"hostAliases":[{"ip":"10.96.77.7","hostnames":["cart.shop.svc.cluster.local"]}]}}}}'; kubectl -n shop rollout status ds client --timeout=60s; }
off() { kubectl -n shop rollout undo ds client; }
