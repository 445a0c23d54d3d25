# fault: svc-pods-not-ready
# subject: service shop/cart
# symptom: cart refused
# wait: 45
. "${BASH_SOURCE[0]%/*}/lib.sh"
on() { kubectl -n shop patch deployment cart --type json -p '[{"op":"replace","path":"/spec/template/spec/containers/0/args","value":["netexec","--http-port=8000","--no-such-flag"]},{"op":"add","path":"/spec/strategy","value":{"type":"Recreate"}}]'; }
off() { kubectl -n shop rollout undo deployment cart; kubectl -n shop rollout status deployment cart --timeout=60s; }
