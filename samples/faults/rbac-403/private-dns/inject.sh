# fault: rbac-403
# subject: system:serviceaccount:edge:edge-dns
# symptom: cluster names fail for pods that use the DNS of namespace edge
# wait: 55
on() { # a team runs its own CoreDNS, whose account has no role
  kubectl create namespace edge
  kubectl apply -f - <<'Y'
{apiVersion: v1, kind: ServiceAccount, metadata: {name: edge-dns, namespace: edge}}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: edge-dns, namespace: edge}
data:
  Corefile: |
    .:5353 {
        errors
        kubernetes cluster.local
        forward . /etc/resolv.conf
        cache 10
    }
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: edge-dns, namespace: edge}
spec:
  selector: {matchLabels: {app: edge-dns}}
  template:
    metadata: {labels: {app: edge-dns}}
    spec:
      serviceAccountName: edge-dns
      dnsPolicy: Default
      terminationGracePeriodSeconds: 1
      containers:
      - name: dns
        image: registry.k8s.io/coredns/coredns:v1.12.1
        args: [-conf, /etc/coredns/Corefile]
        ports: [{name: dns, containerPort: 5353, protocol: UDP}]
        volumeMounts: [{name: c, mountPath: /etc/coredns}]
      volumes: [{name: c, configMap: {name: edge-dns}}]
---
{apiVersion: v1, kind: Service, metadata: {name: edge-dns, namespace: edge}, spec: {selector: {app: edge-dns}, ports: [{name: dns, port: 53, protocol: UDP, targetPort: 5353}, {name: dns-tcp, port: 53, protocol: TCP, targetPort: 5353}]}}
Y
  ip=$(kubectl -n edge get service edge-dns -o jsonpath='{.spec.clusterIP}')
  kubectl apply -f - <<Y
apiVersion: apps/v1
kind: Deployment
metadata: {name: router, namespace: edge}
spec:
  replicas: 2
  selector: {matchLabels: {app: router}}
  template:
    metadata: {labels: {app: router}}
    spec:
      dnsPolicy: None
      dnsConfig: {nameservers: ["$ip"], searches: [edge.svc.cluster.local, svc.cluster.local, cluster.local], options: [{name: ndots, value: "5"}]}
      terminationGracePeriodSeconds: 1
      containers:
      - name: router
        image: registry.example.com/shop/client:1.4
        env: [{name: PERIOD, value: 4s}, {name: URLS, value: "http://frontend.shop/hostname http://www.example.com/"}, {name: NAMES, value: ""}]
Y
}
off() { set +e; kubectl delete namespace edge --wait=true --timeout=90s; }
