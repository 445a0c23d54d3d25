# fault: svc-selectorless-without-endpoints
# subject: service shop/cart
# symptom: cart refused
# wait: 30
. "${BASH_SOURCE[0]%/*}/lib.sh"
on() { kubectl -n shop delete svc cart; svc shop cart '{"ports":[{"name":"api","port":8000,"targetPort":8000}]}'; }
off() { kubectl -n shop delete svc cart; svc shop cart '{"selector":{"app":"cart"},"sessionAffinity":"ClientIP","ports":[{"name":"api","port":8000,"targetPort":"api"}]}'; }
