# fault: svc-external-policy-local-no-endpoints
# subject: service shop/frontend-public, node w1 without a local pod
# symptom: 172.30.0.21:30080 times out from the other node, 172.30.0.22:30080 answers
# wait: 50
on() {
  kubectl -n shop patch deployment frontend -p '{"spec":{"template":{"spec":{"nodeSelector":{"kubernetes.io/hostname":"w2"}}}}}'; kubectl -n shop rollout status deployment frontend --timeout=90s
  kubectl -n shop set env daemonset/client URLS="http://frontend/hostname http://cart.shop.svc.cluster.local:8000/hostname http://172.30.0.21:30080/hostname http://172.30.0.22:30080/hostname http://www.example.com/"
}
off() { kubectl -n shop rollout undo deployment frontend; kubectl -n shop rollout undo daemonset client; }
