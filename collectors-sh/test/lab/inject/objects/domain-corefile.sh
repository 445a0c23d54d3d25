# fault: cluster-domain-mismatch
# subject: Corefile zone k8s.internal
# symptom: cluster names fail
# wait: 45
. "${BASH_SOURCE[0]%/*}/lib.sh"
on() { cf 's/kubernetes cluster.local/kubernetes k8s.internal/'; dns_restart; }
off() { uncf; }
