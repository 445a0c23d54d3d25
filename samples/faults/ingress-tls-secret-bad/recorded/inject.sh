# fault: ingress-tls-secret-bad
# subject: ingress store/store, secret store-tls
# symptom: https://store.example.com answers with the default certificate
# wait: 45
cl() { # cl NAMESPACE NAME REPLICAS URLS NAMES [more pod spec as JSON]: a client that calls URLs every four seconds
  local x=${6:-}; [ -n "$x" ] || x='{}'
  jq -n --arg ns "$1" --arg n "$2" --argjson r "$3" --arg u "$4" --arg m "$5" --argjson x "$x" '{apiVersion:"apps/v1",kind:"Deployment",metadata:{name:$n,namespace:$ns},spec:{replicas:$r,selector:{matchLabels:{app:$n}},template:{metadata:{labels:{app:$n}},spec:({terminationGracePeriodSeconds:1,containers:[{name:$n,image:"registry.example.com/shop/client:1.4",env:[{name:"PERIOD",value:"4s"},{name:"URLS",value:$u},{name:"NAMES",value:$m}]}]}+$x)}}}' | kubectl apply -f -
}
on() { # the controller serves its own certificate for a host whose secret does not exist
  d=$S/ing; mkdir -p "$d"; openssl req -x509 -newkey rsa:2048 -nodes -days 365 -keyout "$d/k" -out "$d/c" -subj "/O=Acme Co/CN=Kubernetes Ingress Controller Fake Certificate" -addext subjectAltName=DNS:ingress.local >/dev/null 2>&1
  kubectl create namespace ingress-nginx; kubectl create namespace store
  jq -n --rawfile k "$d/k" --rawfile c "$d/c" '{apiVersion:"v1",kind:"Secret",metadata:{name:"default-cert",namespace:"ingress-nginx"},stringData:{"tls.key":$k,"tls.crt":$c}}' | kubectl apply -f -
  kubectl apply -f - <<'Y'
apiVersion: networking.k8s.io/v1
kind: IngressClass
metadata: {name: nginx}
spec: {controller: k8s.io/ingress-nginx}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: ingress-nginx-controller, namespace: ingress-nginx, labels: {app.kubernetes.io/name: ingress-nginx}}
spec:
  selector: {matchLabels: {app.kubernetes.io/name: ingress-nginx}}
  template:
    metadata: {labels: {app.kubernetes.io/name: ingress-nginx}}
    spec:
      terminationGracePeriodSeconds: 1
      containers:
      - name: controller
        image: registry.k8s.io/e2e-test-images/agnhost:2.53
        command: [sh, -c, '(while :; do echo "W$(date +%m%d) $(date +%H:%M:%S).000000       7 controller.go:1112] Error getting SSL certificate \"store/store-tls\": local SSL certificate store/store-tls was not found. Using default certificate"; sleep 10; done) & exec /agnhost netexec --http-port=8443 --tls-cert-file=/tls/tls.crt --tls-private-key-file=/tls/tls.key']
        ports: [{name: https, containerPort: 8443}]
        volumeMounts: [{name: tls, mountPath: /tls}]
      volumes: [{name: tls, secret: {secretName: default-cert}}]
---
{apiVersion: v1, kind: Service, metadata: {name: ingress-nginx-controller, namespace: ingress-nginx}, spec: {selector: {app.kubernetes.io/name: ingress-nginx}, ports: [{name: https, port: 443, targetPort: https}]}}
---
{apiVersion: apps/v1, kind: Deployment, metadata: {name: web, namespace: store}, spec: {selector: {matchLabels: {app: web}}, template: {metadata: {labels: {app: web}}, spec: {terminationGracePeriodSeconds: 1, containers: [{name: web, image: "registry.k8s.io/e2e-test-images/agnhost:2.53", args: [netexec, --http-port=8080], ports: [{name: http, containerPort: 8080}]}]}}}}
---
{apiVersion: v1, kind: Service, metadata: {name: web, namespace: store}, spec: {selector: {app: web}, ports: [{name: http, port: 80, targetPort: http}]}}
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: store, namespace: store}
spec:
  ingressClassName: nginx
  tls: [{hosts: [store.example.com], secretName: store-tls}]
  rules: [{host: store.example.com, http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: web, port: {name: http}}}}]}}]
Y
  ip=$(kubectl -n ingress-nginx get service ingress-nginx-controller -o jsonpath='{.spec.clusterIP}')
  cl store buyer 2 "https://store.example.com/hostname" "" "{\"hostAliases\":[{\"ip\":\"$ip\",\"hostnames\":[\"store.example.com\"]}]}"
}
off() { set +e; kubectl delete namespace store ingress-nginx --wait=true --timeout=90s; kubectl delete ingressclass nginx; rm -rf "$S/ing"; }
