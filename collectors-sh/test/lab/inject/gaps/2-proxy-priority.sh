# fault: kube-proxy-no-priority-class
# subject: node w1 (kube-proxy pod Pending)
# symptom: a Service that was created afterwards does not work from w1
# wait: 45
set +e
on() {
  kubectl -n kube-system patch ds kube-proxy --type json -p '[{"op":"remove","path":"/spec/template/spec/priorityClassName"},{"op":"add","path":"/spec/template/spec/containers/0/resources","value":{"requests":{"cpu":"200m"}}}]'
  kubectl -n kube-system rollout status ds kube-proxy --timeout=90s
  cpu=$(kubectl get node w1 -o jsonpath={.status.allocatable.cpu})
kubectl apply -f - <<Y
{apiVersion: scheduling.k8s.io/v1, kind: PriorityClass, metadata: {name: business}, value: 1000000}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: batch, namespace: shop}
spec:
  replicas: 1
  selector: {matchLabels: {app: batch}}
  template:
    metadata: {labels: {app: batch}}
    spec: {priorityClassName: business, nodeSelector: {kubernetes.io/hostname: w1}, containers: [{name: batch, image: "registry.k8s.io/e2e-test-images/agnhost:2.53", args: [pause], resources: {requests: {cpu: "$((cpu*1000 - 150))m"}}}]}
Y
  sleep 15; kubectl -n kube-system get pods -o wide
  kubectl -n shop delete service cart; kubectl apply -f - <<'Y'
{apiVersion: v1, kind: Service, metadata: {name: cart, namespace: shop}, spec: {selector: {app: cart}, sessionAffinity: ClientIP, ports: [{name: api, port: 8000, targetPort: api}]}}
Y
}
off() { kubectl -n shop delete deploy batch; kubectl delete priorityclass business; kubectl -n kube-system rollout undo ds kube-proxy; kubectl -n kube-system rollout status ds kube-proxy --timeout=90s; }
