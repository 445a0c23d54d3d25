# fault: svc-protocol-mismatch
# subject: service shop/cart port api, UDP instead of TCP
# symptom: requests to cart time out
# wait: 40
on() { kubectl -n shop delete service cart; kubectl apply -f - <<'Y'
{apiVersion: v1, kind: Service, metadata: {name: cart, namespace: shop}, spec: {selector: {app: cart}, ports: [{name: api, port: 8000, targetPort: 8000, protocol: UDP}]}}
Y
}
off() { kubectl -n shop delete service cart; kubectl apply -f - <<'Y'
{apiVersion: v1, kind: Service, metadata: {name: cart, namespace: shop}, spec: {selector: {app: cart}, sessionAffinity: ClientIP, ports: [{name: api, port: 8000, targetPort: api}]}}
Y
}
