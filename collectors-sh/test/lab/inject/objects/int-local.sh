# fault: svc-internal-policy-local-no-endpoints
# subject: service shop/cart, node w2
# symptom: cart fails from w2
# wait: 35
. "${BASH_SOURCE[0]%/*}/lib.sh"
on() { kubectl -n shop patch deployment cart -p '{"spec":{"template":{"spec":{"nodeSelector":{"kubernetes.io/hostname":"w1"}}}}}'; kubectl -n shop rollout status deployment cart --timeout=60s; kubectl -n shop patch svc cart -p '{"spec":{"internalTrafficPolicy":"Local"}}'; }
off() { kubectl -n shop patch svc cart -p '{"spec":{"internalTrafficPolicy":"Cluster"}}'; kubectl -n shop patch deployment cart --type json -p '[{"op":"remove","path":"/spec/template/spec/nodeSelector"}]'; kubectl -n shop rollout status deployment cart --timeout=60s; }
