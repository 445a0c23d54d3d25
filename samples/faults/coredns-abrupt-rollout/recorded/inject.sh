# fault: coredns-abrupt-rollout
# subject: deployment kube-system/coredns, health without lameduck
# symptom: lookups are lost whenever CoreDNS pods are replaced
# wait: 75
K() { kubectl -n kube-system "$@"; }
cf_put() { jq -Rs '{apiVersion:"v1",kind:"ConfigMap",metadata:{name:"coredns",namespace:"kube-system"},data:{Corefile:.}}' "$1" | kubectl apply -f -; }
cf() { K get cm coredns -o 'jsonpath={.data.Corefile}' > "$S/Corefile.blind"; sed -E "$@" "$S/Corefile.blind" > "$S/Corefile.blind.new"; cf_put "$S/Corefile.blind.new"; }
dns_restart() { K delete pod -l k8s-app=kube-dns --wait=false; }
on() {
  cf '/lameduck/d'; sleep 2
  kubectl create namespace dnsheavy
  kubectl apply -f - <<'Y'
apiVersion: apps/v1
kind: Deployment
metadata: {name: resolver-user, namespace: dnsheavy}
spec:
  replicas: 3
  selector: {matchLabels: {app: resolver-user}}
  template:
    metadata: {labels: {app: resolver-user}}
    spec:
      terminationGracePeriodSeconds: 1
      containers:
      - name: app
        image: registry.example.com/shop/client:1.4
        env: [{name: PERIOD, value: 100ms}, {name: URLS, value: ""}, {name: NAMES, value: "frontend.shop.svc.cluster.local. cart.shop.svc.cluster.local."}]
Y
  node cp1 sh -c 'KUBECONFIG=/etc/kubernetes/admin.conf setsid sh -c "while :; do kubectl -n kube-system rollout restart deployment/coredns; kubectl -n kube-system rollout status deployment/coredns --timeout=60s; sleep 1; done" >/dev/null 2>&1 </dev/null & echo $! > /root/dnsroll.pid'
}
off() { set +e; node cp1 sh -c 'kill -TERM -$(cat /root/dnsroll.pid); rm -f /root/dnsroll.pid'; cf_put "$S/Corefile.blind"; kubectl delete namespace dnsheavy --wait=true --timeout=90s; K rollout restart deployment coredns; K rollout status deployment coredns --timeout=90s; }
