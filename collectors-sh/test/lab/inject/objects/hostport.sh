# fault: hostport-conflict
# subject: hostPort 8088
# symptom: second pod Pending
# wait: 40
. "${BASH_SOURCE[0]%/*}/lib.sh"
on() { dep shop edge 3 '["netexec","--http-port=8088"]' '[{"containerPort":8088,"hostPort":8088}]'; }
off() { kubectl -n shop delete deployment edge; }
