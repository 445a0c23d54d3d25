# fault: kube-dns-service-misdefined
# subject: service kube-system/kube-dns
# symptom: no name resolves
# wait: 35
K() { kubectl -n kube-system "$@"; }
ns() { kubectl create namespace $1 2>/dev/null || true; }
svc() { jq -n --arg ns "$1" --arg n "$2" --argjson s "$3" '{apiVersion:"v1",kind:"Service",metadata:{name:$n,namespace:$ns},spec:$s}' | kubectl apply -f -; }
on() { K get svc kube-dns -o json | jq 'del(.metadata.resourceVersion,.metadata.uid,.status)' > "$S/kubedns.json"; K delete svc kube-dns; }
off() { kubectl create -f - < "$S/kubedns.json"; }
