# fault: kube-proxy-sync-slow
# subject: kube-proxy minSyncPeriod 100s
# symptom: requests to cart fail for more than a minute after its pods were replaced
# wait: 45
K() { kubectl -n kube-system "$@"; }
kp() { # edit config.conf of kube-proxy with sed, then new pods
  K get cm kube-proxy -o json | jq 'del(.metadata.resourceVersion,.metadata.uid,.metadata.creationTimestamp,.metadata.managedFields)' > "$S/kp.blind"
  jq -r '.data["config.conf"]' "$S/kp.blind" | sed -E "$@" > "$S/kp.blind.conf"
  jq --rawfile c "$S/kp.blind.conf" '.data["config.conf"]=$c' "$S/kp.blind" | kubectl replace -f -
  K delete pod -l k8s-app=kube-proxy --wait=false; sleep 3; K rollout status ds kube-proxy --timeout=60s || true
}
unkp() { kubectl replace -f - < "$S/kp.blind"; rm -f "$S/kp.blind" "$S/kp.blind.conf"; K delete pod -l k8s-app=kube-proxy --wait=false; sleep 3; K rollout status ds kube-proxy --timeout=60s; }
on() { # somebody wanted fewer syncs; the cart team replaces pods all the time
  kp 's/^( *)minSyncPeriod: .*/\1minSyncPeriod: 100s/; s/^( *)syncPeriod: .*/\1syncPeriod: 120s/'
  sleep 5; kubectl -n shop delete pod -l app=cart; sleep 12; kubectl -n shop delete pod -l app=cart; sleep 5
  node cp1 sh -c 'KUBECONFIG=/etc/kubernetes/admin.conf setsid sh -c "while :; do kubectl -n shop delete pod -l app=cart; sleep 30; done" >/dev/null 2>&1 </dev/null & echo $! > /root/churn.pid'
}
off() { set +e; node cp1 sh -c 'kill -TERM -$(cat /root/churn.pid); rm -f /root/churn.pid'; unkp; kubectl -n shop rollout status deployment cart --timeout=60s; }
