# fault: rbac-403
# subject: system:serviceaccount:election:registrar (rolebinding election/registrar names the account in namespace default)
# symptom: service primary has no endpoints because its operator may not write them; callers are refused
# wait: 50
cl() { # cl NAMESPACE NAME REPLICAS URLS NAMES [more pod spec as JSON]: a client that calls URLs every four seconds
  local x=${6:-}; [ -n "$x" ] || x='{}'
  jq -n --arg ns "$1" --arg n "$2" --argjson r "$3" --arg u "$4" --arg m "$5" --argjson x "$x" '{apiVersion:"apps/v1",kind:"Deployment",metadata:{name:$n,namespace:$ns},spec:{replicas:$r,selector:{matchLabels:{app:$n}},template:{metadata:{labels:{app:$n}},spec:({terminationGracePeriodSeconds:1,containers:[{name:$n,image:"registry.example.com/shop/client:1.4",env:[{name:"PERIOD",value:"4s"},{name:"URLS",value:$u},{name:"NAMES",value:$m}]}]}+$x)}}}' | kubectl apply -f -
}
on() { # an operator that keeps the endpoints of a Service without selector
  kubectl create namespace election
  kubectl apply -f - <<Y
{apiVersion: v1, kind: ServiceAccount, metadata: {name: registrar, namespace: election}}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: {name: registrar, namespace: election}
rules:
- {apiGroups: [discovery.k8s.io], resources: [endpointslices], verbs: [get, list, create, update, patch]}
- {apiGroups: [""], resources: [pods], verbs: [get, list]}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: registrar, namespace: election}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: registrar}
subjects: [{kind: ServiceAccount, name: registrar, namespace: default}]
---
{apiVersion: apps/v1, kind: StatefulSet, metadata: {name: pg, namespace: election}, spec: {serviceName: pg, replicas: 2, podManagementPolicy: Parallel, selector: {matchLabels: {app: pg}}, template: {metadata: {labels: {app: pg}}, spec: {terminationGracePeriodSeconds: 1, containers: [{name: pg, image: "registry.k8s.io/e2e-test-images/agnhost:2.53", args: [netexec, --http-port=5433], ports: [{name: sql, containerPort: 5433}]}]}}}}
---
{apiVersion: v1, kind: Service, metadata: {name: pg, namespace: election}, spec: {clusterIP: None, selector: {app: pg}, ports: [{name: sql, port: 5433}]}}
---
{apiVersion: v1, kind: Service, metadata: {name: primary, namespace: election}, spec: {ports: [{name: sql, port: 5433, targetPort: 5433}]}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: registrar, namespace: election}
spec:
  selector: {matchLabels: {app: registrar}}
  template:
    metadata: {labels: {app: registrar}}
    spec:
      serviceAccountName: registrar
      terminationGracePeriodSeconds: 1
      containers:
      - name: registrar
        image: docker.io/library/busybox:1.36.1
        command:
        - sh
        - -c
        - |
          while :; do
            ip=\$(/kubectl -n election get pod pg-0 -o 'jsonpath={.status.podIP}')
            printf '{"apiVersion":"discovery.k8s.io/v1","kind":"EndpointSlice","metadata":{"name":"primary-1","labels":{"kubernetes.io/service-name":"primary"}},"addressType":"IPv4","ports":[{"name":"sql","port":5433}],"endpoints":[{"addresses":["%s"]}]}' "\$ip" | /kubectl -n election create --validate=false -f -
            sleep 8
          done
        volumeMounts: [{name: k, mountPath: /kubectl}]
      volumes: [{name: k, hostPath: {path: $LAB/bin/kubectl}}]
Y
  cl election app 2 "http://primary:5433/hostname http://pg-0.pg:5433/hostname" ""
}
off() { set +e; kubectl delete namespace election --wait=true --timeout=90s; true; }
