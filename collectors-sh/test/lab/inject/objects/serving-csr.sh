# fault: kubelet-serving-csr-pending
# subject: node w1
# symptom: logs fail with tls: internal error
# wait: 40
. "${BASH_SOURCE[0]%/*}/lib.sh"
on() { klet w1 '$ aserverTLSBootstrap: true'; }
off() { unklet w1; kubectl delete csr --all; }
