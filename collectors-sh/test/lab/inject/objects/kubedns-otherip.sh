# fault: kube-dns-service-misdefined
# subject: service kube-system/kube-dns, clusterIP 10.96.0.53
# symptom: no name resolves
# wait: 35
. "${BASH_SOURCE[0]%/*}/lib.sh"
on() { K get svc kube-dns -o json | jq 'del(.metadata.resourceVersion,.metadata.uid,.status)' > "$S/kubedns.json"; K delete svc kube-dns; jq '.spec.clusterIP="10.96.0.53"|.spec.clusterIPs=["10.96.0.53"]' "$S/kubedns.json" | kubectl create -f -; }
off() { K delete svc kube-dns; kubectl create -f - < "$S/kubedns.json"; }
