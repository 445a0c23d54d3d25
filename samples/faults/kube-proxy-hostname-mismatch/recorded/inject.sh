# fault: kube-proxy-hostname-mismatch
# subject: ConfigMap kube-system/kube-proxy, hostnameOverride
# symptom: externalTrafficPolicy Local and node-local traffic fail: kube-proxy takes itself for a node that does not exist
# wait: 70
on() {
  kubectl -n kube-system get configmap kube-proxy -o yaml > "$S/cm.yaml"
  kubectl -n kube-system get daemonset kube-proxy -o yaml > "$S/ds.yaml"
  kubectl -n kube-system patch daemonset kube-proxy --type=json -p '[{"op":"replace","path":"/spec/template/spec/containers/0/command","value":["/usr/local/bin/kube-proxy","--config=/var/lib/kube-proxy/config.conf","--hostname-override=$(NODE_NAME).corp.example"]}]'
  kubectl -n kube-system rollout status daemonset kube-proxy --timeout=90s
}
off() { kubectl -n kube-system rollout undo daemonset kube-proxy; kubectl -n kube-system rollout status daemonset kube-proxy --timeout=90s; }
