# fault: coredns-objects-missing
# subject: configmap kube-system/coredns
# symptom: CoreDNS stays in ContainerCreating
# wait: 50
. "${BASH_SOURCE[0]%/*}/lib.sh"
on() { cf_save; K delete cm coredns; dns_restart; }
off() { uncf; }
