# fault: lb-no-eligible-nodes
# subject: service shop/edge
# symptom: EXTERNAL-IP pending
# wait: 40
. "${BASH_SOURCE[0]%/*}/lib.sh"
on() { kubectl label node --all node.kubernetes.io/exclude-from-external-load-balancers=true --overwrite; svc shop edge '{"type":"LoadBalancer","selector":{"app":"frontend"},"ports":[{"port":80,"targetPort":8080}]}'; }
off() { kubectl -n shop delete svc edge; kubectl label node w1 w2 node.kubernetes.io/exclude-from-external-load-balancers-; }
