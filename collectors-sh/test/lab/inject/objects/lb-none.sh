# fault: lb-no-controller
# subject: service shop/edge
# symptom: EXTERNAL-IP pending
# wait: 330
. "${BASH_SOURCE[0]%/*}/lib.sh"
on() { svc shop edge '{"type":"LoadBalancer","selector":{"app":"frontend"},"ports":[{"port":80,"targetPort":8080}]}'; }
off() { kubectl -n shop delete svc edge; }
