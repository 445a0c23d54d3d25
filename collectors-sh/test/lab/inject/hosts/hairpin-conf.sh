# fault: hairpin-mode-off
# subject: service shop/self, node w1
# wait: 32
on() {
  kubectl -n kube-flannel get cm kube-flannel-cfg -o json | sed 's/hairpinMode\\": true/hairpinMode\\": false/' | kubectl apply -f -
  kubectl -n kube-flannel rollout restart ds kube-flannel-ds; kubectl -n kube-flannel rollout status ds kube-flannel-ds --timeout=60s
  kubectl apply -f - <<'Y'
{apiVersion: apps/v1, kind: Deployment, metadata: {name: self, namespace: shop}, spec: {replicas: 1, selector: {matchLabels: {app: self}}, template: {metadata: {labels: {app: self}}, spec: {nodeName: w1, terminationGracePeriodSeconds: 1, containers: [{name: web, image: "registry.k8s.io/e2e-test-images/agnhost:2.53", args: [netexec, --http-port=8080], ports: [{containerPort: 8080}]}, {name: caller, image: "registry.example.com/shop/client:1.4", env: [{name: PERIOD, value: 5s}, {name: URLS, value: "http://self.shop.svc.cluster.local:9000/hostname"}, {name: NAMES, value: ""}]}]}}}}
---
{apiVersion: v1, kind: Service, metadata: {name: self, namespace: shop}, spec: {selector: {app: self}, ports: [{port: 9000, targetPort: 8080}]}}
Y
}
off() { kubectl -n shop delete deploy,svc self; kubectl apply -f - < "$here/manifests/flannel.yaml"; kubectl -n kube-flannel rollout restart ds kube-flannel-ds; kubectl -n kube-flannel rollout status ds kube-flannel-ds --timeout=60s; }
