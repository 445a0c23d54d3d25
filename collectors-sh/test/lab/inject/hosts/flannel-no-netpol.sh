# fault: flannel-no-networkpolicy
# subject: NetworkPolicy shop/db-deny-all
# wait: 28
on() { kubectl apply -f - <<'Y'
{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: db-deny-all, namespace: shop}, spec: {podSelector: {matchLabels: {app: db}}, policyTypes: [Ingress], ingress: []}}
Y
}
off() { kubectl -n shop delete netpol db-deny-all; }
