# fault: coredns-not-ready
# subject: coredns pods
# symptom: never ready
# wait: 60
. "${BASH_SOURCE[0]%/*}/lib.sh"
on() { K patch deployment coredns --type json -p '[{"op":"replace","path":"/spec/template/spec/containers/0/readinessProbe/httpGet/port","value":8182}]'; sleep 3; dns_restart; }
off() { K rollout undo deployment coredns; }
