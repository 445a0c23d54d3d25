# fault: app-not-listening
# subject: pods of shop/cart port 8000
# symptom: cart refused
# wait: 40
. "${BASH_SOURCE[0]%/*}/lib.sh"
on() { kubectl -n shop patch deployment cart --type json -p '[{"op":"replace","path":"/spec/template/spec/containers/0/args","value":["pause"]},{"op":"remove","path":"/spec/template/spec/containers/0/readinessProbe"}]'; kubectl -n shop rollout status deployment cart --timeout=60s; }
off() { kubectl -n shop rollout undo deployment cart; kubectl -n shop rollout status deployment cart --timeout=60s; }
