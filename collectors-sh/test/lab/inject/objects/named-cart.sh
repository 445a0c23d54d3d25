# fault: svc-named-port-missing
# subject: service shop/cart targetPort http-api
# symptom: cart refused
# wait: 25
. "${BASH_SOURCE[0]%/*}/lib.sh"
on() { kubectl -n shop patch service cart --type json -p '[{"op":"replace","path":"/spec/ports/0/targetPort","value":"http-api"}]'; }
off() { kubectl -n shop patch service cart --type json -p '[{"op":"replace","path":"/spec/ports/0/targetPort","value":"api"}]'; }
