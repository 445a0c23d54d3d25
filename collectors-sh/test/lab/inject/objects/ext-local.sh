# fault: svc-external-policy-local-no-endpoints
# subject: service shop/frontend-public
# symptom: NodePort times out on nodes without pod
# wait: 35
on() { kubectl -n shop patch deployment frontend -p '{"spec":{"replicas":1,"template":{"spec":{"nodeSelector":{"kubernetes.io/hostname":"w1"}}}}}'; kubectl -n shop rollout status deployment frontend --timeout=60s; (for i in 1 2 3 4 5 6 7 8; do node fabric curl -s -m 2 172.30.0.22:30080/ >/dev/null; sleep 3; done) >/dev/null 2>&1 & }
off() { kubectl -n shop patch deployment frontend --type json -p '[{"op":"remove","path":"/spec/template/spec/nodeSelector"},{"op":"replace","path":"/spec/replicas","value":3}]'; kubectl -n shop rollout status deployment frontend --timeout=60s; }
