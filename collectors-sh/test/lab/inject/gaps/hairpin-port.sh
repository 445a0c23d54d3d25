# fault: hairpin-mode-off
# subject: node w1, pod shop/basket
# symptom: a pod calls its own Service and gets no answer
# wait: 60
set +e
on() {
kubectl apply -f - <<'Y'
apiVersion: apps/v1
kind: Deployment
metadata: {name: basket, namespace: shop}
spec:
  replicas: 1
  selector: {matchLabels: {app: basket}}
  template:
    metadata: {labels: {app: basket}}
    spec:
      nodeSelector: {kubernetes.io/hostname: w1}
      containers:
      - name: web
        image: registry.k8s.io/e2e-test-images/agnhost:2.53
        args: [netexec, --http-port=9000]
        ports: [{name: http, containerPort: 9000}]
      - name: peer
        image: registry.example.com/shop/client:1.4
        env: [{name: PERIOD, value: 5s}, {name: URLS, value: "http://basket:9000/hostname"}, {name: NAMES, value: ""}]
---
apiVersion: v1
kind: Service
metadata: {name: basket, namespace: shop}
spec: {selector: {app: basket}, ports: [{name: http, port: 9000, targetPort: http}]}
Y
kubectl -n shop rollout status deployment basket --timeout=60s
node w1 sh -c 'for d in $(ip -o link show master cni0 | sed "s/^[0-9]*: \([^@:]*\).*/\1/"); do bridge link set dev $d hairpin off; done'
}
off() { node w1 sh -c 'for d in $(ip -o link show master cni0 | sed "s/^[0-9]*: \([^@:]*\).*/\1/"); do bridge link set dev $d hairpin on; done'; kubectl -n shop delete deployment,service basket; }
