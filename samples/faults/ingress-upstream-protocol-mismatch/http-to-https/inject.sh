# fault: ingress-upstream-protocol-mismatch
# subject: service vault/vault port 8443 (TLS), asked by deployment vault/reader with http
# symptom: the server answers 400 to every request
# wait: 50
on() {
  kubectl create namespace vault
  openssl req -x509 -newkey rsa:2048 -nodes -keyout "$S/tls.key" -out "$S/tls.crt" -days 30 -subj /CN=vault.vault.svc -addext subjectAltName=DNS:vault.vault.svc,DNS:vault 2>/dev/null
  kubectl -n vault create secret tls vault --cert="$S/tls.crt" --key="$S/tls.key"
  kubectl apply -f - <<'Y'
apiVersion: v1
kind: Service
metadata: {name: vault, namespace: vault}
spec: {selector: {app: vault}, ports: [{name: api, port: 8443, targetPort: 8443}]}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: vault, namespace: vault}
spec:
  replicas: 2
  selector: {matchLabels: {app: vault}}
  template:
    metadata: {labels: {app: vault}}
    spec:
      terminationGracePeriodSeconds: 1
      containers:
      - name: vault
        image: registry.k8s.io/e2e-test-images/agnhost:2.53
        args: [netexec, --http-port=8443, --tls-cert-file=/tls/tls.crt, --tls-private-key-file=/tls/tls.key]
        volumeMounts: [{name: tls, mountPath: /tls}]
      volumes: [{name: tls, secret: {secretName: vault}}]
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: reader, namespace: vault}
spec:
  replicas: 1
  selector: {matchLabels: {app: reader}}
  template:
    metadata: {labels: {app: reader}}
    spec:
      terminationGracePeriodSeconds: 1
      containers:
      - name: reader
        image: registry.example.com/shop/client:1.4
        env: [{name: PERIOD, value: 4s}, {name: URLS, value: "http://vault:8443/hostname"}, {name: NAMES, value: ""}]
Y
}
off() { set +e; kubectl delete namespace vault --wait=true --timeout=90s; true; }
