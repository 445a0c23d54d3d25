# fault: nodelocaldns-upstream-misconfigured
# subject: service kube-system/kube-dns-upstream without endpoints
# symptom: cluster names fail in pods of w1 and w2, outside names resolve
# wait: 50
K() { kubectl -n kube-system "$@"; }
nld_up() { # NodeLocal DNS as the documentation installs it: an address on every node, a cache on the host network, kubelet hands the address out. $1: selector of kube-dns-upstream
  for n in cp1 w1 w2; do node $n sh -c 'ip link add nodelocaldns type veth peer name nodelocaldnsp; ip link set nodelocaldnsp up; ip addr add 169.254.20.10/32 dev nodelocaldns; ip link set nodelocaldns up'; done
  kubectl apply -f - <<Y
{apiVersion: v1, kind: Service, metadata: {name: kube-dns-upstream, namespace: kube-system, labels: {k8s-app: node-local-dns}}, spec: {selector: {k8s-app: $1}, ports: [{name: dns, port: 53, protocol: UDP, targetPort: 53}, {name: dns-tcp, port: 53, protocol: TCP, targetPort: 53}]}}
Y
  up=$(K get service kube-dns-upstream -o jsonpath='{.spec.clusterIP}')
  kubectl label node cp1 w1 w2 dns-cache=on --overwrite
  kubectl apply -f - <<Y
apiVersion: v1
kind: ConfigMap
metadata: {name: node-local-dns, namespace: kube-system}
data:
  Corefile: |
    cluster.local:53 {
        errors
        cache 30
        bind 169.254.20.10
        forward . $up {
            force_tcp
        }
        health 169.254.20.10:8080
    }
    .:53 {
        errors
        cache 30
        bind 169.254.20.10
        forward . /etc/resolv.conf
    }
---
apiVersion: apps/v1
kind: DaemonSet
metadata: {name: node-local-dns, namespace: kube-system, labels: {k8s-app: node-local-dns}}
spec:
  selector: {matchLabels: {k8s-app: node-local-dns}}
  template:
    metadata: {labels: {k8s-app: node-local-dns}}
    spec:
      priorityClassName: system-node-critical
      hostNetwork: true
      dnsPolicy: Default
      nodeSelector: {dns-cache: "on"}
      tolerations: [{operator: Exists}]
      terminationGracePeriodSeconds: 1
      containers:
      - name: node-cache
        image: registry.k8s.io/coredns/coredns:v1.12.1
        args: [-conf, /etc/coredns/Corefile]
        volumeMounts: [{name: config, mountPath: /etc/coredns}]
        readinessProbe: {httpGet: {host: 169.254.20.10, path: /health, port: 8080}, periodSeconds: 3}
      volumes: [{name: config, configMap: {name: node-local-dns}}]
Y
  for n in w1 w2; do cp "$S/nodes/$n/var/lib/kubelet/config.yaml" "$S/$n.kubelet.blind"; sed -i -E 's/^- 10.96.0.10/- 169.254.20.10/' "$S/nodes/$n/var/lib/kubelet/config.yaml"; node $n sh -c 'kill $(cat /run/kubelet.pid)'; done
  sleep 8
}
nld_down() {
  for n in w1 w2; do cp "$S/$n.kubelet.blind" "$S/nodes/$n/var/lib/kubelet/config.yaml"; node $n sh -c 'kill $(cat /run/kubelet.pid)'; done; sleep 8
  kubectl -n shop delete pod -l app=client --wait=false
  K delete ds node-local-dns; K delete svc kube-dns-upstream; K delete cm node-local-dns; kubectl label node cp1 w1 w2 dns-cache-
  for n in cp1 w1 w2; do node $n ip link del nodelocaldns; done
}
on() { nld_up coredns; kubectl -n shop delete pod -l app=client --wait=false; }
off() { set +e; nld_down; sleep 8; true; }
