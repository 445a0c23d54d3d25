# fault: svc-pods-not-ready
# subject: service shop/cart, pods of shop/cart
# symptom: requests to cart are refused; its pods run but are not ready
# wait: 50
on() { kubectl -n shop patch deployment cart --type json -p '[{"op":"replace","path":"/spec/strategy","value":{"type":"Recreate"}},{"op":"replace","path":"/spec/template/spec/containers/0/readinessProbe","value":{"exec":{"command":["cat","/tmp/warm"]},"periodSeconds":3}}]'; }
off() { kubectl -n shop rollout undo deployment cart; }
