# shellcheck shell=sh
topic paths cluster 2 'during' 'does the API server reach each kubelet; metrics of CoreDNS and the API server'

paths_during() {
  CLASS=state
  if [ -n "$DRY_RUN" ]; then
    take exec/NODE.txt "$KUBECTL -n NS logs POD --tail=1; $KUBECTL -n NS exec POD -- true"
    take metrics/coredns-POD.txt "$KUBECTL get --raw /api/v1/namespaces/kube-system/pods/POD:9153/proxy/metrics"
    take metrics/apiserver.txt "$KUBECTL get --raw /metrics"
    return 0
  fi
  [ -s "$W/.pods.k" ] || return 0
  # one running pod per node; kube-proxy or the CNI where there is one
  awk -F'|' '$3 != "" && $6 == "Running" && $1 ~ /^[A-Za-z0-9][A-Za-z0-9._-]*$/ && $2 ~ /^[A-Za-z0-9][A-Za-z0-9._-]*$/ && (!($3 in ns) || $2 ~ /^kube-proxy/) { ns[$3] = $1; pod[$3] = $2 } END { for (n in ns) print n "|" ns[n] "|" pod[n] }' "$W/.pods.k" | sort | head -n 50 >"$W/.exec.k"
  while IFS='|' read -r paths_node paths_ns paths_pod <&4; do
    safe "$paths_node"
    # the API server itself waits 10 s for a kubelet's TLS handshake, a kubelet as long for the API server: their words tell which of the two hangs
    job take -t 30 -m 65536 "exec/$SAFE.txt" "sect logs $paths_ns/$paths_pod; $KUBECTL -n $paths_ns logs $paths_pod --all-containers --tail=1 --request-timeout=20s 2>&1 >/dev/null; r=\$?; [ \$r != 0 ] || echo reached; sect exec $paths_ns/$paths_pod; $KUBECTL -n $paths_ns exec $paths_pod --request-timeout=6s -- true 2>&1 | sed 's/.*executable file not found.*/reached: no program true in this image/'; exit \$r"
  done 4<"$W/.exec.k"
  awk -F'|' '$1 == "kube-system" && $12 ~ /^(kube-dns|coredns)$/ && $6 == "Running" && $2 ~ /^[A-Za-z0-9][A-Za-z0-9._-]*$/ { print $2 }' "$W/.pods.k" | head -n 6 >"$W/.dns.k"
  while read -r paths_pod <&4; do
    safe "$paths_pod"
    job take -t 10 -m 4194304 "metrics/coredns-$SAFE.txt" "$KUBECTL get --raw /api/v1/namespaces/kube-system/pods/$paths_pod:9153/proxy/metrics --request-timeout=6s >\"\$W/.m.$SAFE~\"; r=\$?; grep -E '^coredns_(dns|forward|cache|panics|kubernetes|health)' \"\$W/.m.$SAFE~\" | grep -v _bucket; rm -f \"\$W/.m.$SAFE~\"; exit \$r"
  done 4<"$W/.dns.k"
  job take -t 15 -m 4194304 metrics/apiserver.txt "$KUBECTL get --raw /metrics --request-timeout=10s >\"\$W/.m.api~\"; r=\$?; grep -E '^apiserver_(flowcontrol|request_total|request_terminations|current_inflight)' \"\$W/.m.api~\" | grep -v _bucket; rm -f \"\$W/.m.api~\"; exit \$r"
}
