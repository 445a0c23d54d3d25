# fault: kube-dns-service-misdefined
# subject: service kube-system/kube-dns
# symptom: no name resolves
# wait: 30
. "${BASH_SOURCE[0]%/*}/lib.sh"
on() { K get svc kube-dns -o json | jq 'del(.metadata.resourceVersion,.metadata.uid,.status)' > "$S/kubedns.json"; K patch service kube-dns --type json -p '[{"op":"remove","path":"/spec/ports/0"}]'; }
off() { K delete svc kube-dns; kubectl create -f - < "$S/kubedns.json"; }
