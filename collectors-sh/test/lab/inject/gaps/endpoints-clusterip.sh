# fault: svc-manual-endpoints-stale
# subject: service shop/billing, address of the Service shop/cart
# symptom: requests to billing get no answer
# wait: 45
set +e
on() {
ip=$(kubectl -n shop get service cart -o jsonpath={.spec.clusterIP})
kubectl apply -f - <<Y
apiVersion: v1
kind: Service
metadata: {name: billing, namespace: shop}
spec: {ports: [{name: http, port: 80, targetPort: 8000}]}
---
apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata: {name: billing-1, namespace: shop, labels: {kubernetes.io/service-name: billing, endpointslice.kubernetes.io/managed-by: ops}}
addressType: IPv4
ports: [{name: http, port: 8000}]
endpoints: [{addresses: ["$ip"]}]
Y
kubectl -n shop set env daemonset/client URLS="http://frontend/hostname http://cart.shop.svc.cluster.local:8000/hostname http://db-0.db:5432/hostname http://billing/hostname http://www.example.com/"; }
off() { kubectl -n shop delete service billing; kubectl -n shop delete endpointslice billing-1 --ignore-not-found; kubectl -n shop rollout undo daemonset/client; }
