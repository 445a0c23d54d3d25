# fault: lb-no-eligible-nodes
# subject: service shop/edge
# symptom: EXTERNAL-IP pending
# wait: 40
ns() { kubectl create namespace $1 2>/dev/null || true; }
svc() { jq -n --arg ns "$1" --arg n "$2" --argjson s "$3" '{apiVersion:"v1",kind:"Service",metadata:{name:$n,namespace:$ns},spec:$s}' | kubectl apply -f -; }
on() { kubectl label node --all node.kubernetes.io/exclude-from-external-load-balancers=true --overwrite; svc shop edge '{"type":"LoadBalancer","selector":{"app":"frontend"},"ports":[{"port":80,"targetPort":8080}]}'; }
off() { kubectl -n shop delete svc edge; kubectl label node w1 w2 node.kubernetes.io/exclude-from-external-load-balancers-; }
