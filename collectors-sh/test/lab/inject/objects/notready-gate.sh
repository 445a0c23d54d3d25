# fault: svc-pods-not-ready
# subject: service shop/frontend
# symptom: frontend refused
# wait: 45
. "${BASH_SOURCE[0]%/*}/lib.sh"
on() { kubectl -n shop patch deployment frontend --type json -p '[{"op":"add","path":"/spec/template/spec/readinessGates","value":[{"conditionType":"target-health.elbv2.k8s.aws/shop"}]},{"op":"add","path":"/spec/strategy","value":{"type":"Recreate"}}]'; }
off() { kubectl -n shop rollout undo deployment frontend; kubectl -n shop rollout status deployment frontend --timeout=60s; }
