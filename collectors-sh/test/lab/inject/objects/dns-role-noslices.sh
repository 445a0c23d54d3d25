# fault: coredns-rbac-denied
# subject: clusterrole system:coredns endpointslices
# symptom: no cluster name resolves
# wait: 50
. "${BASH_SOURCE[0]%/*}/lib.sh"
on() { kubectl get clusterrole system:coredns -o json | jq 'del(.metadata.resourceVersion,.metadata.uid)' > "$S/cr.json"; jq '.rules|=map(select(.apiGroups!=["discovery.k8s.io"]))' "$S/cr.json" | kubectl replace -f -; dns_restart; }
off() { kubectl replace -f - < "$S/cr.json"; dns_restart; }
