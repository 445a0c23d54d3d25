# fault: kube-dns-service-misdefined
# subject: service kube-system/kube-dns
# symptom: no name resolves
# wait: 30
. "${BASH_SOURCE[0]%/*}/lib.sh"
on() { K patch service kube-dns -p '{"spec":{"selector":{"k8s-app":"coredns"}}}'; }
off() { K patch service kube-dns -p '{"spec":{"selector":{"k8s-app":"kube-dns"}}}'; }
