# fault: graceful-shutdown-missing
# subject: deployment orders/orders during rollouts
# symptom: connection refused for a moment whenever a pod is replaced
# wait: 70
on() { # the application ends the moment it gets SIGTERM; the team rolls out all the time
  kubectl create namespace orders
  kubectl apply -f - <<'Y'
apiVersion: apps/v1
kind: Deployment
metadata: {name: orders, namespace: orders}
spec:
  replicas: 4
  strategy: {rollingUpdate: {maxSurge: 1, maxUnavailable: 0}}
  selector: {matchLabels: {app: orders}}
  template:
    metadata: {labels: {app: orders}}
    spec:
      terminationGracePeriodSeconds: 2
      containers:
      - name: orders
        image: registry.k8s.io/e2e-test-images/agnhost:2.53
        args: [netexec, --http-port=8080]
        ports: [{name: http, containerPort: 8080}]
        readinessProbe: {httpGet: {path: /healthz, port: http}, periodSeconds: 1}
---
{apiVersion: v1, kind: Service, metadata: {name: orders, namespace: orders}, spec: {selector: {app: orders}, ports: [{name: http, port: 80, targetPort: http}]}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: checkout, namespace: orders}
spec:
  replicas: 2
  selector: {matchLabels: {app: checkout}}
  template:
    metadata: {labels: {app: checkout}}
    spec:
      terminationGracePeriodSeconds: 1
      containers:
      - name: checkout
        image: registry.example.com/shop/client:1.4
        env: [{name: PERIOD, value: 60ms}, {name: URLS, value: "http://orders/hostname"}, {name: NAMES, value: ""}]
Y
  kubectl -n orders rollout status deployment orders --timeout=60s || true
  node cp1 sh -c 'KUBECONFIG=/etc/kubernetes/admin.conf setsid sh -c "while :; do kubectl -n orders rollout restart deployment/orders; kubectl -n orders rollout status deployment/orders --timeout=60s; sleep 2; done" >/dev/null 2>&1 </dev/null & echo $! > /root/orders.pid'
}
off() { set +e; node cp1 sh -c 'kill -TERM -$(cat /root/orders.pid); rm -f /root/orders.pid'; kubectl delete namespace orders --wait=true --timeout=90s; }
