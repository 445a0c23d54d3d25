# fault: apiservice-unavailable
# subject: apiservice v1beta1.metrics.k8s.io
# symptom: kubectl top fails
# wait: 30
. "${BASH_SOURCE[0]%/*}/lib.sh"
on() { kubectl apply -f - <<'Y'
{apiVersion: apiregistration.k8s.io/v1, kind: APIService, metadata: {name: v1beta1.metrics.k8s.io}, spec: {group: metrics.k8s.io, version: v1beta1, groupPriorityMinimum: 100, versionPriority: 100, insecureSkipTLSVerify: true, service: {namespace: kube-system, name: metrics-server}}}
Y
}
off() { kubectl delete apiservice v1beta1.metrics.k8s.io; }
