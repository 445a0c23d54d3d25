# fault: app-not-listening
# subject: pods of shop/cart port 8000
# symptom: requests to cart are refused; the pods run and are ready
# wait: 45
on() { kubectl -n shop patch deployment cart --type json -p '[{"op":"replace","path":"/spec/template/spec/containers/0/args","value":["pause"]},{"op":"remove","path":"/spec/template/spec/containers/0/readinessProbe"}]'; kubectl -n shop rollout status deployment cart --timeout=60s; }
off() { kubectl -n shop rollout undo deployment cart; }
