# fault: ingress-backend-missing
# subject: ingress shop/shop -> checkout:80
# symptom: 503
# wait: 30
. "${BASH_SOURCE[0]%/*}/lib.sh"
on() { kubectl apply -f - <<'Y'
{apiVersion: networking.k8s.io/v1, kind: IngressClass, metadata: {name: lab}, spec: {controller: example.com/lab-ingress}}
Y
dep shop ingress-controller 1 '["netexec","--http-port=8080"]'; kubectl -n shop create ingress shop --class=lab --rule='shop.example.com/*=checkout:80' --rule='www.example.com/*=frontend:80'; }
off() { kubectl -n shop delete ingress shop; kubectl -n shop delete deployment ingress-controller; kubectl delete ingressclass lab; }
