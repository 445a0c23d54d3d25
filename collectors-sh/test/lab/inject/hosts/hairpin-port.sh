# fault: hairpin-mode-off
# subject: pod shop/self, node w1
# wait: 32
on() {
  kubectl apply -f - <<'Y'
{apiVersion: apps/v1, kind: Deployment, metadata: {name: self, namespace: shop}, spec: {replicas: 1, selector: {matchLabels: {app: self}}, template: {metadata: {labels: {app: self}}, spec: {nodeName: w1, terminationGracePeriodSeconds: 1, containers: [{name: web, image: "registry.k8s.io/e2e-test-images/agnhost:2.53", args: [netexec, --http-port=8080], ports: [{containerPort: 8080}]}, {name: caller, image: "registry.example.com/shop/client:1.4", env: [{name: PERIOD, value: 5s}, {name: URLS, value: "http://self.shop.svc.cluster.local:9000/hostname"}, {name: NAMES, value: ""}]}]}}}}
---
{apiVersion: v1, kind: Service, metadata: {name: self, namespace: shop}, spec: {selector: {app: self}, ports: [{port: 9000, targetPort: 8080}]}}
Y
  kubectl -n shop rollout status deploy self --timeout=60s
  node w1 sh -c 'for d in /sys/class/net/veth*; do bridge link set dev ${d##*/} hairpin off; done'
}
off() { kubectl -n shop delete deploy,svc self; node w1 sh -c 'for d in /sys/class/net/veth*; do bridge link set dev ${d##*/} hairpin on; done'; }
