# fault: svc-targetport-mismatch
# subject: service shop/frontend-public
# symptom: NodePort 30080 refused
# wait: 25
. "${BASH_SOURCE[0]%/*}/lib.sh"
on() { kubectl -n shop patch service frontend-public --type json -p '[{"op":"replace","path":"/spec/ports/0/targetPort","value":8088}]'; }
off() { kubectl -n shop patch service frontend-public --type json -p '[{"op":"replace","path":"/spec/ports/0/targetPort","value":"http"}]'; }
