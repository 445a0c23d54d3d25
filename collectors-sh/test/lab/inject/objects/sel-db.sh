# fault: svc-selector-mismatch
# subject: service shop/db
# symptom: db names do not resolve
# wait: 25
. "${BASH_SOURCE[0]%/*}/lib.sh"
on() { kubectl -n shop patch service db -p '{"spec":{"selector":{"app":"database"}}}'; }
off() { kubectl -n shop patch service db -p '{"spec":{"selector":{"app":"db"}}}'; }
