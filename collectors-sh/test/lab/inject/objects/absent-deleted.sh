# fault: svc-workload-absent
# subject: service shop/frontend
# symptom: frontend refused
# wait: 30
. "${BASH_SOURCE[0]%/*}/lib.sh"
on() { kubectl -n shop get deployment frontend -o json | jq 'del(.status,.metadata.resourceVersion,.metadata.uid)' > "$S/frontend.json"; kubectl -n shop delete deployment frontend; }
off() { kubectl create -f - < "$S/frontend.json"; }
