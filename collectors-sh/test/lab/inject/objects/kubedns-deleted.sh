# fault: kube-dns-service-misdefined
# subject: service kube-system/kube-dns
# symptom: no name resolves
# wait: 35
. "${BASH_SOURCE[0]%/*}/lib.sh"
on() { K get svc kube-dns -o json | jq 'del(.metadata.resourceVersion,.metadata.uid,.status)' > "$S/kubedns.json"; K delete svc kube-dns; }
off() { kubectl create -f - < "$S/kubedns.json"; }
