# fault: coredns-objects-missing
# subject: deployment kube-system/coredns
# symptom: no name resolves
# wait: 40
. "${BASH_SOURCE[0]%/*}/lib.sh"
on() { K get deployment coredns -o json | jq 'del(.status,.metadata.resourceVersion,.metadata.uid,.metadata.creationTimestamp)' > "$S/coredns.json"; K delete deployment coredns; }
off() { kubectl create -f - < "$S/coredns.json"; }
