# fault: pod-dns-config-wrong
# subject: pods of chat/bridge, /etc/resolv.conf from configmap chat/resolv (nameserver 10.43.0.10)
# symptom: no name resolves in the pods of one StatefulSet
# wait: 50
on() { # a chart that was written for another distribution brings its own resolver file
  kubectl create namespace chat
  kubectl apply -f - <<'Y'
apiVersion: v1
kind: ConfigMap
metadata: {name: resolv, namespace: chat}
data:
  resolv.conf: |
    search chat.svc.cluster.local svc.cluster.local cluster.local
    nameserver 10.43.0.10
    options ndots:5
---
{apiVersion: v1, kind: Service, metadata: {name: bridge, namespace: chat}, spec: {clusterIP: None, selector: {app: bridge}, ports: [{name: none, port: 9999}]}}
---
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: bridge, namespace: chat}
spec:
  serviceName: bridge
  replicas: 2
  podManagementPolicy: Parallel
  selector: {matchLabels: {app: bridge}}
  template:
    metadata: {labels: {app: bridge}}
    spec:
      terminationGracePeriodSeconds: 1
      containers:
      - name: bridge
        image: registry.example.com/shop/client:1.4
        env: [{name: PERIOD, value: 4s}, {name: URLS, value: "http://frontend.shop/hostname http://www.example.com/"}, {name: NAMES, value: kubernetes.default}]
        volumeMounts: [{name: resolv, mountPath: /etc/resolv.conf, subPath: resolv.conf}]
      volumes: [{name: resolv, configMap: {name: resolv}}]
Y
}
off() { set +e; kubectl delete namespace chat --wait=true --timeout=90s; true; }
