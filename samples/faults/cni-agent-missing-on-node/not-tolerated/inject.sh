# fault: cni-agent-missing-on-node
# subject: node w2, no flannel pod: kube-flannel-ds does not tolerate dedicated=render:NoExecute
# symptom: pods on w2 stay in ContainerCreating (no /run/flannel/subnet.env)
# wait: 75
on() { # the node was given to the render farm and rebooted
  kubectl taint node w2 dedicated=render:NoExecute
  for i in 1 2 3 4 5 6 7 8 9 10; do [ -z "$(kubectl -n kube-flannel get pods --field-selector spec.nodeName=w2 --no-headers 2>/dev/null)" ] && break; sleep 3; done
  node w2 sh -c 'ip link del flannel.1; rm -f /run/flannel/subnet.env'
  kubectl create namespace render
  kubectl apply -f - <<'Y'
apiVersion: apps/v1
kind: Deployment
metadata: {name: frames, namespace: render}
spec:
  replicas: 2
  selector: {matchLabels: {app: frames}}
  template:
    metadata: {labels: {app: frames}}
    spec:
      terminationGracePeriodSeconds: 1
      nodeSelector: {kubernetes.io/hostname: w2}
      tolerations: [{key: dedicated, value: render, effect: NoExecute}]
      containers:
      - name: frames
        image: registry.k8s.io/e2e-test-images/agnhost:2.53
        args: [netexec, --http-port=8080]
        ports: [{name: http, containerPort: 8080}]
---
{apiVersion: v1, kind: Service, metadata: {name: frames, namespace: render}, spec: {selector: {app: frames}, ports: [{name: http, port: 80, targetPort: http}]}}
Y
}
off() { set +e; kubectl delete namespace render --wait=true --timeout=90s; kubectl taint node w2 dedicated-; sleep 8; kubectl -n kube-flannel rollout status daemonset kube-flannel-ds --timeout=90s; kubectl -n shop rollout status daemonset client --timeout=60s; true; }
