# fault: hostport-conflict
# subject: node port 10250
# symptom: agent crashes
# wait: 45
. "${BASH_SOURCE[0]%/*}/lib.sh"
on() { dep shop nodeagent 1 '["netexec","--http-port=10256"]' '[{"containerPort":10256}]' '{}' '{"hostNetwork":true,"dnsPolicy":"ClusterFirstWithHostNet"}'; }
off() { kubectl -n shop delete deployment nodeagent; }
