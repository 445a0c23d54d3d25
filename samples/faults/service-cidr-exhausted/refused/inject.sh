# fault: service-cidr-exhausted
# subject: ServiceCIDR expansion 10.200.0.0/29 (kubernetes 10.96.0.0/12 is being deleted)
# symptom: new Services are not created: range is full
# wait: 60
cl() { # cl NAMESPACE NAME REPLICAS URLS NAMES [more pod spec as JSON]: a client that calls URLs every four seconds
  local x=${6:-}; [ -n "$x" ] || x='{}'
  jq -n --arg ns "$1" --arg n "$2" --argjson r "$3" --arg u "$4" --arg m "$5" --argjson x "$x" '{apiVersion:"apps/v1",kind:"Deployment",metadata:{name:$n,namespace:$ns},spec:{replicas:$r,selector:{matchLabels:{app:$n}},template:{metadata:{labels:{app:$n}},spec:({terminationGracePeriodSeconds:1,containers:[{name:$n,image:"registry.example.com/shop/client:1.4",env:[{name:"PERIOD",value:"4s"},{name:"URLS",value:$u},{name:"NAMES",value:$m}]}]}+$x)}}}' | kubectl apply -f -
}
on() { # a migration to a new service range: the old one is on its way out, the new one is far too small
  kubectl create namespace catalog
  kubectl apply -f - <<'Y'
{apiVersion: networking.k8s.io/v1, kind: ServiceCIDR, metadata: {name: expansion}, spec: {cidrs: ["10.200.0.0/29"]}}
Y
  kubectl delete servicecidr kubernetes --wait=false; sleep 8
  kubectl apply -f - <<Y
{apiVersion: apps/v1, kind: Deployment, metadata: {name: tenant, namespace: catalog}, spec: {replicas: 2, selector: {matchLabels: {app: tenant}}, template: {metadata: {labels: {app: tenant}}, spec: {terminationGracePeriodSeconds: 1, containers: [{name: web, image: "registry.k8s.io/e2e-test-images/agnhost:2.53", args: [netexec, --http-port=8080], ports: [{containerPort: 8080}]}]}}}}
---
apiVersion: v1
kind: Pod
metadata: {name: tenant-operator, namespace: catalog}
spec:
  nodeName: cp1
  hostNetwork: true
  tolerations: [{operator: Exists}]
  terminationGracePeriodSeconds: 1
  containers:
  - name: operator
    image: docker.io/library/busybox:1.36.1
    command:
    - sh
    - -c
    - |
      while :; do
        i=1
        while [ \$i -le 10 ]; do
          /kubectl --kubeconfig /admin.conf -n catalog get service tenant-\$i >/dev/null 2>&1 ||
            printf '{"apiVersion":"v1","kind":"Service","metadata":{"name":"tenant-%s"},"spec":{"selector":{"app":"tenant"},"ports":[{"port":80,"targetPort":8080}]}}' \$i | /kubectl --kubeconfig /admin.conf -n catalog create -f -
          i=\$((i+1))
        done
        sleep 6
      done
    volumeMounts: [{name: k, mountPath: /kubectl}, {name: c, mountPath: /admin.conf}]
  volumes: [{name: k, hostPath: {path: $LAB/bin/kubectl}}, {name: c, hostPath: {path: /etc/kubernetes/admin.conf}}]
Y
  cl catalog portal 1 "http://tenant-1/hostname http://tenant-4/hostname http://tenant-8/hostname http://tenant-10/hostname" ""
}
off() {
  set +e
  kubectl delete namespace catalog --wait=true --timeout=90s
  kubectl delete servicecidr expansion --wait=false
  kubectl patch servicecidr kubernetes --type json -p '[{"op":"remove","path":"/metadata/finalizers"}]'
  i=0; while [ $i -lt 30 ]; do i=$((i+1)); sleep 2; kubectl get servicecidr kubernetes -o 'jsonpath={.metadata.name}{.metadata.deletionTimestamp}' 2>/dev/null | grep -qx kubernetes && break; done
  kubectl get servicecidr
}
