# fault: svc-targetport-mismatch
# subject: service shop/frontend port http
# symptom: frontend refused
# wait: 25
. "${BASH_SOURCE[0]%/*}/lib.sh"
on() { kubectl -n shop patch service frontend --type json -p '[{"op":"replace","path":"/spec/ports/0/targetPort","value":80}]'; }
off() { kubectl -n shop patch service frontend --type json -p '[{"op":"replace","path":"/spec/ports/0/targetPort","value":"http"}]'; }
