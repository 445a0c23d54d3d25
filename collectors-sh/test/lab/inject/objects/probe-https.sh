# fault: probe-misconfigured
# subject: pods of shop/frontend, scheme HTTPS
# symptom: frontend refused
# wait: 45
. "${BASH_SOURCE[0]%/*}/lib.sh"
on() { kubectl -n shop patch deployment frontend --type json -p '[{"op":"replace","path":"/spec/template/spec/containers/0/readinessProbe/httpGet","value":{"path":"/healthz","port":"http","scheme":"HTTPS"}},{"op":"add","path":"/spec/strategy","value":{"type":"Recreate"}}]'; }
off() { kubectl -n shop rollout undo deployment frontend; kubectl -n shop rollout status deployment frontend --timeout=60s; }
