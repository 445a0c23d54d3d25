# fault: ingress-upstream-protocol-mismatch
# subject: service shop/cart port 8000 (plain HTTP), ingress shop/cart with backend-protocol HTTPS
# symptom: 502 from the ingress controller
# wait: 45
on() { # what ingress-nginx 1.12 logs, with the addresses of this cluster
  local ip; ip=$(kubectl -n shop get pod -l app=cart -o 'jsonpath={.items[0].status.podIP}')
  kubectl create namespace ingress-nginx
  kubectl apply -f - <<Y
apiVersion: networking.k8s.io/v1
kind: IngressClass
metadata: {name: nginx}
spec: {controller: k8s.io/ingress-nginx}
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: cart, namespace: shop, annotations: {nginx.ingress.kubernetes.io/backend-protocol: HTTPS}}
spec:
  ingressClassName: nginx
  rules:
  - host: cart.example.com
    http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: cart, port: {number: 8000}}}}]}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: ingress-nginx-controller, namespace: ingress-nginx}
spec:
  replicas: 1
  selector: {matchLabels: {app.kubernetes.io/name: ingress-nginx, app.kubernetes.io/component: controller}}
  template:
    metadata: {labels: {app.kubernetes.io/name: ingress-nginx, app.kubernetes.io/component: controller}}
    spec:
      terminationGracePeriodSeconds: 1
      containers:
      - name: controller
        image: docker.io/library/busybox:1.36.1
        command:
        - sh
        - -c
        - |
          n=0
          while :; do
            n=\$((n + 3)); d=\$(date -u '+%Y/%m/%d %H:%M:%S'); a=\$(date -u '+%d/%b/%Y:%H:%M:%S +0000')
            echo "\$d [error] 31#31: *\$n SSL_do_handshake() failed (SSL: error:0A00010B:SSL routines::wrong version number) while SSL handshaking to upstream, client: 172.30.0.1, server: cart.example.com, request: \"GET /hostname HTTP/1.1\", upstream: \"https://$ip:8000/hostname\", host: \"cart.example.com\""
            echo "172.30.0.1 - - [\$a] \"GET /hostname HTTP/1.1\" 502 150 \"-\" \"curl/8.5.0\" 84 0.002 [shop-cart-8000] [] $ip:8000 0 0.002 502 0d6b6fbc\$n"
            sleep 4
          done
Y
}
off() { set +e; kubectl -n shop delete ingress cart; kubectl delete ingressclass nginx; kubectl delete namespace ingress-nginx --wait=true --timeout=90s; true; }
