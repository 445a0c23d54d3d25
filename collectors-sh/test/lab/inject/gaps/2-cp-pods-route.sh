# fault: controlplane-cannot-reach-pods
# subject: cp1
# symptom: the metrics API is unavailable
# wait: 60
set +e
api() { kubectl apply -f - <<'Y'
apiVersion: apps/v1
kind: Deployment
metadata: {name: metrics-server, namespace: kube-system, labels: {k8s-app: metrics-server}}
spec:
  selector: {matchLabels: {k8s-app: metrics-server}}
  template:
    metadata: {labels: {k8s-app: metrics-server}}
    spec: {nodeSelector: {kubernetes.io/hostname: w1}, containers: [{name: metrics-server, image: "registry.k8s.io/e2e-test-images/agnhost:2.53", args: [netexec, --http-port=4443], ports: [{name: https, containerPort: 4443}]}]}
---
apiVersion: v1
kind: Service
metadata: {name: metrics-server, namespace: kube-system}
spec: {selector: {k8s-app: metrics-server}, ports: [{name: https, port: 443, targetPort: https}]}
---
apiVersion: apiregistration.k8s.io/v1
kind: APIService
metadata: {name: v1beta1.metrics.k8s.io}
spec: {group: metrics.k8s.io, version: v1beta1, groupPriorityMinimum: 100, versionPriority: 100, insecureSkipTLSVerify: true, service: {name: metrics-server, namespace: kube-system}}
Y
kubectl -n kube-system rollout status deploy metrics-server --timeout=60s; }
on() { api; node cp1 sh -c "ip route show dev flannel.1 > /root/r; ip route flush dev flannel.1"; }
off() { kubectl delete apiservice v1beta1.metrics.k8s.io; kubectl -n kube-system delete deploy,svc metrics-server
  node cp1 sh -c "while read r; do ip route add \$r dev flannel.1 onlink; done < /root/r"; }
