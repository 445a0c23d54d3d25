# fault: svc-manual-endpoints-stale
# subject: service shop/billing, address 172.30.0.99
# symptom: requests to billing get no answer
# wait: 45
set +e
on() {
kubectl apply -f - <<'Y'
apiVersion: v1
kind: Service
metadata: {name: billing, namespace: shop}
spec: {ports: [{name: http, port: 80, targetPort: 8080}]}
---
apiVersion: v1
kind: Endpoints
metadata: {name: billing, namespace: shop}
subsets: [{addresses: [{ip: 198.51.100.77}], ports: [{name: http, port: 8080}]}]
Y
kubectl -n shop set env daemonset/client URLS="http://frontend/hostname http://cart.shop.svc.cluster.local:8000/hostname http://db-0.db:5432/hostname http://billing/hostname http://www.example.com/"; }
off() { kubectl -n shop delete service billing; kubectl -n shop delete endpoints billing --ignore-not-found; kubectl -n shop rollout undo daemonset/client; }
