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
on() { api; kubectl -n kube-flannel patch ds kube-flannel-ds -p '{"spec":{"template":{"spec":{"affinity":{"nodeAffinity":{"requiredDuringSchedulingIgnoredDuringExecution":{"nodeSelectorTerms":[{"matchExpressions":[{"key":"node-role.kubernetes.io/control-plane","operator":"DoesNotExist"}]}]}}}}}}}'
  kubectl -n kube-flannel rollout status ds kube-flannel-ds --timeout=90s
  node cp1 ip link del flannel.1; }
off() { kubectl delete apiservice v1beta1.metrics.k8s.io; kubectl -n kube-system delete deploy,svc metrics-server
  kubectl -n kube-flannel rollout undo ds kube-flannel-ds; kubectl -n kube-flannel rollout status ds kube-flannel-ds --timeout=90s; }
