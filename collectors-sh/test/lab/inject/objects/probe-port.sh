# fault: probe-misconfigured
# subject: pods of shop/cart, readiness port 8001
# symptom: cart refused
# wait: 40
. "${BASH_SOURCE[0]%/*}/lib.sh"
on() { kubectl -n shop patch deployment cart --type json -p '[{"op":"replace","path":"/spec/template/spec/containers/0/readinessProbe/tcpSocket/port","value":8001},{"op":"add","path":"/spec/strategy","value":{"type":"Recreate"}}]'; }
off() { kubectl -n shop rollout undo deployment cart; kubectl -n shop rollout status deployment cart --timeout=60s; }
