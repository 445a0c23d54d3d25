# fault: ingress-upstream-protocol-mismatch
# subject: service shop/cart port 8000 (plain HTTP), asked by deployment till/till with https
# symptom: every request of one workload fails although the Service is well
# wait: 45
on() {
  kubectl create namespace till
  kubectl apply -f - <<'Y'
apiVersion: apps/v1
kind: Deployment
metadata: {name: till, namespace: till}
spec:
  replicas: 1
  selector: {matchLabels: {app: till}}
  template:
    metadata: {labels: {app: till}}
    spec:
      terminationGracePeriodSeconds: 1
      containers:
      - name: till
        image: registry.example.com/shop/client:1.4
        env: [{name: PERIOD, value: 4s}, {name: URLS, value: "https://cart.shop.svc.cluster.local:8000/hostname http://frontend.shop/hostname"}, {name: NAMES, value: ""}]
Y
}
off() { set +e; kubectl delete namespace till --wait=true --timeout=90s; true; }
