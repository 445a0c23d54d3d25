# fault: session-affinity-skew
# subject: service portal/web, sessionAffinity ClientIP
# symptom: one of four pods gets all requests
# wait: 60
on() { # eight callers on the host network of w1 are one client address
  kubectl create namespace portal
  kubectl apply -f - <<'Y'
{apiVersion: apps/v1, kind: Deployment, metadata: {name: web, namespace: portal}, spec: {replicas: 4, selector: {matchLabels: {app: web}}, template: {metadata: {labels: {app: web}}, spec: {terminationGracePeriodSeconds: 1, containers: [{name: web, image: "registry.k8s.io/e2e-test-images/agnhost:2.53", args: [netexec, --http-port=8080], ports: [{name: http, containerPort: 8080}]}]}}}}
---
{apiVersion: v1, kind: Service, metadata: {name: web, namespace: portal}, spec: {selector: {app: web}, sessionAffinity: ClientIP, sessionAffinityConfig: {clientIP: {timeoutSeconds: 3600}}, ports: [{name: http, port: 80, targetPort: http}]}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: edge-proxy, namespace: portal}
spec:
  replicas: 8
  selector: {matchLabels: {app: edge-proxy}}
  template:
    metadata: {labels: {app: edge-proxy}}
    spec:
      nodeName: w1
      hostNetwork: true
      dnsPolicy: ClusterFirstWithHostNet
      terminationGracePeriodSeconds: 1
      containers:
      - name: proxy
        image: registry.example.com/shop/client:1.4
        env: [{name: PERIOD, value: 500ms}, {name: URLS, value: "http://web.portal.svc.cluster.local/hostname"}, {name: NAMES, value: ""}]
Y
  kubectl -n portal rollout status deployment edge-proxy --timeout=60s || true
}
off() { set +e; kubectl delete namespace portal --wait=true --timeout=90s; }
