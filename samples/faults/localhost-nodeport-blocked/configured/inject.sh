# fault: localhost-nodeport-blocked
# subject: kube-proxy iptables.localhostNodePorts false; 127.0.0.1:30080
# symptom: a node agent gets connection refused at 127.0.0.1:30080
# wait: 45
K() { kubectl -n kube-system "$@"; }
kp() { # edit config.conf of kube-proxy with sed, then new pods
  K get cm kube-proxy -o json | jq 'del(.metadata.resourceVersion,.metadata.uid,.metadata.creationTimestamp,.metadata.managedFields)' > "$S/kp.blind"
  jq -r '.data["config.conf"]' "$S/kp.blind" | sed -E "$@" > "$S/kp.blind.conf"
  jq --rawfile c "$S/kp.blind.conf" '.data["config.conf"]=$c' "$S/kp.blind" | kubectl replace -f -
  K delete pod -l k8s-app=kube-proxy --wait=false; sleep 3; K rollout status ds kube-proxy --timeout=60s || true
}
unkp() { kubectl replace -f - < "$S/kp.blind"; rm -f "$S/kp.blind" "$S/kp.blind.conf"; K delete pod -l k8s-app=kube-proxy --wait=false; sleep 3; K rollout status ds kube-proxy --timeout=60s; }
on() {
  kp 's/^( *)localhostNodePorts: .*/\1localhostNodePorts: false/'
  kubectl create namespace agents
  kubectl apply -f - <<'Y'
apiVersion: apps/v1
kind: DaemonSet
metadata: {name: health-agent, namespace: agents}
spec:
  selector: {matchLabels: {app: health-agent}}
  template:
    metadata: {labels: {app: health-agent}}
    spec:
      hostNetwork: true
      terminationGracePeriodSeconds: 1
      containers:
      - name: agent
        image: registry.example.com/shop/client:1.4
        env: [{name: PERIOD, value: 4s}, {name: URLS, value: "http://127.0.0.1:30080/hostname"}, {name: NAMES, value: ""}]
Y
}
off() { set +e; kubectl delete namespace agents --wait=true --timeout=90s; unkp; }
