# fault: kubedns-and-coredns-both
# subject: service kube-system/kube-dns
# symptom: sometimes NXDOMAIN
# wait: 45
. "${BASH_SOURCE[0]%/*}/lib.sh"
on() {
  K create cm kube-dns-old --from-literal='Corefile=.:53 {
  errors
  ready
  forward . 198.51.100.53
}'
  kubectl apply -f - <<'Y'
{apiVersion: apps/v1, kind: Deployment, metadata: {name: kube-dns, namespace: kube-system, labels: {k8s-app: kube-dns}}, spec: {replicas: 1, selector: {matchLabels: {k8s-app: kube-dns, gen: old}}, template: {metadata: {labels: {k8s-app: kube-dns, gen: old}}, spec: {dnsPolicy: Default, containers: [{name: kubedns, image: "registry.k8s.io/coredns/coredns:v1.12.1", args: [-conf, /etc/coredns/Corefile], volumeMounts: [{name: c, mountPath: /etc/coredns}], ports: [{name: dns, containerPort: 53, protocol: UDP}, {name: dns-tcp, containerPort: 53}]}, {name: sidecar, image: "registry.k8s.io/e2e-test-images/agnhost:2.53", args: [pause]}], volumes: [{name: c, configMap: {name: kube-dns-old}}]}}}}
Y
}
off() { K delete deployment kube-dns; K delete cm kube-dns-old; }
