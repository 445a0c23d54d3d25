# fault: coredns-objects-missing
# subject: deployment kube-system/coredns
# symptom: no name resolves
# wait: 40
. "${BASH_SOURCE[0]%/*}/lib.sh"
on() { K scale deployment coredns --replicas=0; }
off() { K scale deployment coredns --replicas=2; }
