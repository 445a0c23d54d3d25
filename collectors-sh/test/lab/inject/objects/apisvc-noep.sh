# fault: apiservice-unavailable
# subject: apiservice v1beta1.custom.metrics.k8s.io, service shop/adapter
# symptom: unavailable
# wait: 35
. "${BASH_SOURCE[0]%/*}/lib.sh"
on() { svc shop adapter '{"selector":{"app":"adapter"},"ports":[{"port":443,"targetPort":6443}]}'; dep shop adapter 1 '["pause"]' '[{"containerPort":6443}]'; kubectl apply -f - <<'Y'
{apiVersion: apiregistration.k8s.io/v1, kind: APIService, metadata: {name: v1beta1.custom.metrics.k8s.io}, spec: {group: custom.metrics.k8s.io, version: v1beta1, groupPriorityMinimum: 100, versionPriority: 100, insecureSkipTLSVerify: true, service: {namespace: shop, name: adapter}}}
Y
}
off() { kubectl delete apiservice v1beta1.custom.metrics.k8s.io; kubectl -n shop delete svc adapter; kubectl -n shop delete deployment adapter; }
