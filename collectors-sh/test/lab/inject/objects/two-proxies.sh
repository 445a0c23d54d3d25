# fault: two-service-proxies
# subject: kube-router and kube-proxy
# symptom: services flap
# wait: 35
. "${BASH_SOURCE[0]%/*}/lib.sh"
on() { kubectl apply -f - <<'Y'
{apiVersion: apps/v1, kind: DaemonSet, metadata: {name: kube-router, namespace: kube-system, labels: {k8s-app: kube-router}}, spec: {selector: {matchLabels: {k8s-app: kube-router}}, template: {metadata: {labels: {k8s-app: kube-router}}, spec: {hostNetwork: true, tolerations: [{operator: Exists}], containers: [{name: kube-router, image: "docker.io/library/busybox:1.36.1", command: [/bin/sh, -c, "sleep 100000"], args: [--run-router=false, --run-firewall=false, --run-service-proxy=true]}]}}}}
Y
}
off() { K delete ds kube-router; }
