# fault: firewalld-reload-flushed-rules
# subject: node w1, host port 8088 of pod shop/edge
# symptom: the host port does not answer any more
# wait: 75
set +e
on() {
kubectl apply -f - <<'Y'
apiVersion: v1
kind: Pod
metadata: {name: edge, namespace: shop, labels: {app: edge}}
spec:
  nodeName: w1
  terminationGracePeriodSeconds: 1
  containers: [{name: edge, image: "registry.k8s.io/e2e-test-images/agnhost:2.53", args: [netexec, --http-port=8080], ports: [{containerPort: 8080, hostPort: 8088}]}]
Y
kubectl -n shop wait --for=condition=Ready pod/edge --timeout=60s
node w2 curl -s -m 3 http://172.30.0.21:8088/hostname; echo
# what the restart of a firewall service does: its own tables instead of what was there
node w1 sh -c 'for t in nat mangle filter; do iptables -t $t -F; iptables -t $t -X; done'
sleep 45; node w2 curl -s -m 3 http://172.30.0.21:8088/hostname || echo no answer
}
off() { kubectl -n shop delete pod edge; kubectl -n kube-flannel delete pod -l app=flannel --field-selector spec.nodeName=w1; kubectl -n kube-system delete pod -l k8s-app=kube-proxy --field-selector spec.nodeName=w1; sleep 5; true; }
