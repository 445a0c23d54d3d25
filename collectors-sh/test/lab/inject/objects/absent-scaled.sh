# fault: svc-workload-absent
# subject: service shop/cart
# symptom: cart refused
# wait: 30
. "${BASH_SOURCE[0]%/*}/lib.sh"
on() { kubectl -n shop scale deployment cart --replicas=0; }
off() { kubectl -n shop scale deployment cart --replicas=2; }
