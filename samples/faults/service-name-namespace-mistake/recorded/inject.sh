# fault: service-name-namespace-mistake
# subject: daemonset shop/client, asks for cart.store.svc.cluster.local
# symptom: requests to cart fail: no such host; the Service is in namespace shop
# wait: 45
on() { kubectl -n shop set env daemonset/client URLS="http://frontend/hostname http://cart.store.svc.cluster.local:8000/hostname http://db-0.db:5432/hostname http://www.example.com/"; kubectl -n shop rollout status daemonset client --timeout=60s; }
off() { kubectl -n shop rollout undo daemonset client; }
