# fault: service-externalips-hijack
# subject: service shop/partner, externalIPs 198.51.100.10
# symptom: requests to www.example.com are refused from pods and nodes
# wait: 50
on() { kubectl apply -f - <<'Y'
{apiVersion: v1, kind: Service, metadata: {name: partner, namespace: shop}, spec: {selector: {app: partner}, externalIPs: [198.51.100.10], ports: [{name: http, port: 80, targetPort: 8080}]}}
Y
}
off() { kubectl -n shop delete service partner; }
