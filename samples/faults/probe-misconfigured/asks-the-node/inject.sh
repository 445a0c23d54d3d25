# fault: probe-misconfigured
# subject: pods of catalogue/search, readiness probe with host 127.0.0.1
# symptom: search is refused; its pods run and never become ready
# wait: 45
cl() { # cl NAMESPACE NAME REPLICAS URLS NAMES [more pod spec as JSON]: a client that calls URLs every four seconds
  local x=${6:-}; [ -n "$x" ] || x='{}'
  jq -n --arg ns "$1" --arg n "$2" --argjson r "$3" --arg u "$4" --arg m "$5" --argjson x "$x" '{apiVersion:"apps/v1",kind:"Deployment",metadata:{name:$n,namespace:$ns},spec:{replicas:$r,selector:{matchLabels:{app:$n}},template:{metadata:{labels:{app:$n}},spec:({terminationGracePeriodSeconds:1,containers:[{name:$n,image:"registry.example.com/shop/client:1.4",env:[{name:"PERIOD",value:"4s"},{name:"URLS",value:$u},{name:"NAMES",value:$m}]}]}+$x)}}}' | kubectl apply -f -
}
on() { # "localhost" in a probe is the node, not the pod
  kubectl create namespace catalogue
  kubectl apply -f - <<'Y'
apiVersion: apps/v1
kind: Deployment
metadata: {name: search, namespace: catalogue}
spec:
  replicas: 3
  selector: {matchLabels: {app: search}}
  template:
    metadata: {labels: {app: search}}
    spec:
      terminationGracePeriodSeconds: 1
      containers:
      - name: search
        image: registry.k8s.io/e2e-test-images/agnhost:2.53
        args: [netexec, --http-port=9200]
        ports: [{name: http, containerPort: 9200}]
        readinessProbe: {httpGet: {host: 127.0.0.1, path: /healthz, port: http}, periodSeconds: 3}
---
{apiVersion: v1, kind: Service, metadata: {name: search, namespace: catalogue}, spec: {selector: {app: search}, ports: [{name: http, port: 9200, targetPort: http}]}}
Y
  cl catalogue web 1 "http://search:9200/hostname" ""
}
off() { set +e; kubectl delete namespace catalogue --wait=true --timeout=90s; true; }
