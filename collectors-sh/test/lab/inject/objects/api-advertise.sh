# fault: apiserver-endpoint-stale
# subject: default/kubernetes 172.30.0.99
# symptom: pods do not reach the API
# wait: 75
. "${BASH_SOURCE[0]%/*}/lib.sh"
on() { mani kube-apiserver 's,--advertise-address=.*,--advertise-address=172.30.0.99,'; sleep 40; dns_restart || true; }
off() { unmani kube-apiserver 60; dns_restart; }
