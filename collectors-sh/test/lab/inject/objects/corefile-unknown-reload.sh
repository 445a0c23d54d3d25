# fault: coredns-corefile-invalid
# subject: configmap kube-system/coredns
# symptom: edit has no effect
# wait: 130
. "${BASH_SOURCE[0]%/*}/lib.sh"
on() { cf 's/^( *)loadbalance/\1loadbalancer/'; }
off() { uncf; }
