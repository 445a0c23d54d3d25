# fault: coredns-corefile-invalid
# subject: configmap kube-system/coredns
# symptom: CoreDNS crashes
# wait: 55
. "${BASH_SOURCE[0]%/*}/lib.sh"
on() { cf '$ s/^\}$//'; dns_restart; }
off() { uncf; }
