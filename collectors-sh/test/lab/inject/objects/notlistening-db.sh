# fault: app-not-listening
# subject: pods of shop/db port 5432
# symptom: db refused
# wait: 45
. "${BASH_SOURCE[0]%/*}/lib.sh"
on() { kubectl -n shop patch statefulset db --type json -p '[{"op":"replace","path":"/spec/template/spec/containers/0/args","value":["pause"]}]'; kubectl -n shop rollout status sts db --timeout=100s; }
off() { kubectl -n shop rollout undo sts db; kubectl -n shop rollout status sts db --timeout=100s; }
