# fault: svc-proxy-name-label
# subject: service kube-system/kube-dns
# symptom: no name resolves
# wait: 30
. "${BASH_SOURCE[0]%/*}/lib.sh"
on() { K label svc kube-dns service.kubernetes.io/service-proxy-name=custom; }
off() { K label svc kube-dns service.kubernetes.io/service-proxy-name-; }
