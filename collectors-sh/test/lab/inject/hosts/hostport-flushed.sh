# fault: stale-hostport-rules
# subject: pod shop/edge, hostPort 8088 on w1
# wait: 28
on() {
  kubectl apply -f - <<'Y'
{apiVersion: v1, kind: Pod, metadata: {name: edge, namespace: shop, labels: {app: edge}}, spec: {nodeName: w1, terminationGracePeriodSeconds: 1, containers: [{name: web, image: "registry.k8s.io/e2e-test-images/agnhost:2.53", args: [netexec, --http-port=8080], ports: [{containerPort: 8080, hostPort: 8088}]}]}}
---
{apiVersion: v1, kind: Pod, metadata: {name: edge-caller, namespace: shop}, spec: {nodeName: w2, terminationGracePeriodSeconds: 1, containers: [{name: caller, image: "registry.example.com/shop/client:1.4", env: [{name: PERIOD, value: 5s}, {name: URLS, value: "http://172.30.0.21:8088/hostname"}, {name: NAMES, value: ""}]}]}}
Y
  kubectl -n shop wait --for=condition=Ready pod/edge pod/edge-caller --timeout=60s; sleep 6
  node w1 iptables -t nat -F CNI-HOSTPORT-DNAT
}
off() { kubectl -n shop delete pod edge edge-caller; }
