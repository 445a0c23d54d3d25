# fault: probe-misconfigured
# subject: deployment shop/cart, readiness probe on port 8080
# symptom: requests to cart are refused; its pods run but are not ready
# wait: 50
on() { kubectl -n shop patch deployment cart --type json -p '[{"op":"replace","path":"/spec/strategy","value":{"type":"Recreate"}},{"op":"replace","path":"/spec/template/spec/containers/0/readinessProbe","value":{"httpGet":{"path":"/healthz","port":8080},"periodSeconds":3}}]'; }
off() { kubectl -n shop rollout undo deployment cart; }
