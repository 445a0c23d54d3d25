# fault: coredns-objects-missing
# subject: serviceaccount kube-system/coredns
# symptom: no CoreDNS pods
# wait: 50
. "${BASH_SOURCE[0]%/*}/lib.sh"
on() { K delete sa coredns; dns_restart; }
off() { K create sa coredns; K rollout restart deployment coredns; }
