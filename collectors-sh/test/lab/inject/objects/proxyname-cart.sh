# fault: svc-proxy-name-label
# subject: service shop/cart
# symptom: cart times out
# wait: 30
. "${BASH_SOURCE[0]%/*}/lib.sh"
on() { kubectl -n shop label svc cart service.kubernetes.io/service-proxy-name=edge-proxy; }
off() { kubectl -n shop label svc cart service.kubernetes.io/service-proxy-name-; }
