# fault: svc-selector-mismatch
# subject: service shop/frontend tier web
# symptom: frontend refused
# wait: 30
. "${BASH_SOURCE[0]%/*}/lib.sh"
on() { kubectl -n shop patch service frontend -p '{"spec":{"selector":{"app":"frontend","tier":"web"}}}'; }
off() { kubectl -n shop patch service frontend --type json -p '[{"op":"remove","path":"/spec/selector/tier"}]'; }
