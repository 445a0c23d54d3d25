# fault: coredns-rbac-denied
# subject: coredns system:serviceaccount:kube-system:coredns
# symptom: no cluster name resolves
# wait: 50
. "${BASH_SOURCE[0]%/*}/lib.sh"
on() { kubectl get clusterrolebinding system:coredns -o json | jq 'del(.metadata.resourceVersion,.metadata.uid)' > "$S/crb.json"; kubectl delete clusterrolebinding system:coredns; dns_restart; }
off() { kubectl create -f - < "$S/crb.json"; dns_restart; }
