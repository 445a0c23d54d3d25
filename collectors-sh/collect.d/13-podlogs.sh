# shellcheck shell=sh
topic podlogs cluster 1 'during' 'container logs: system namespaces in full, some of application pods'

# One system pod after another, then application pods: those in trouble first, the others from tier 2 on. A node whose kubelet does not answer costs 10 s a call:
# after two calls that hung its pods are skipped, and the manifest says so.
podlogs_during() {
  if [ -n "$DRY_RUN" ]; then
    take -l -c logs logs/NS/POD/CONTAINER.log "$KUBECTL -n NS logs POD -c CONTAINER --timestamps --tail=5000"
    take -l -c logs logs/NS/POD/CONTAINER.previous.log "$KUBECTL -n NS logs POD -c CONTAINER --timestamps --tail=5000 --previous"
    return 0
  fi
  [ -s "$W/.pods.k" ] || return 0
  # system namespaces, then failing application pods, then others; one line per container: class|tail|ns|pod|node|container|previous
  awk -F'|' -v tier="$TIER" -v asked="$NAMESPACES" -v sysns="^(kube-system|kube-flannel|kube-proxy|calico-.*|tigera-operator|cilium.*|ovn-.*|openshift-(ovn|dns|sdn).*|metallb-system|ingress.*|istio-system|linkerd.*|konnectivity.*|kube-router|weave|antrea.*|multus.*|nginx-ingress|traefik.*)$" '
    # what another run of ours just started is none of our business
    $3 == "" || $1 ~ /^coldcase-[0-9]+-[0-9]+$/ { next }
    {
      split($9, restarts, " "); n = split($8, names, " "); m = split($7, init, " ")
      sys = ($1 ~ sysns); want = index("," asked ",", "," $1 ",") > 0
      bad = $10 ~ /false/ || $6 != "Running" && $6 != "Succeeded"; again = 0
      for (i in restarts) if (restarts[i] > 0) { again = 1; bad = 1 }
      order = sys ? 1 : want ? 2 : bad ? 3 : 4
      tail = sys || want ? 5000 : 500
      if (order == 4 && (tier < 2 || ++quiet > 40) || order == 3 && ++troubled > 100) next
      for (i = 1; i <= n; i++) print order "|" (sys ? "logs" : "app-logs") "|" tail "|" $1 "|" $2 "|" $3 "|" names[i] "|" again
      # an init container that ended well has nothing to say
      if ($6 == "Pending") for (i = 1; i <= m; i++) print order "|" (sys ? "logs" : "app-logs") "|" tail "|" $1 "|" $2 "|" $3 "|" init[i] "|" again
    }' "$W/.pods.k" | sort -t'|' -k1,1n -s >"$W/.logs.k" 2>/dev/null
  while IFS='|' read -r pl_order pl_class pl_tail pl_ns pl_pod pl_node pl_container pl_again <&4; do
    : "$pl_order"
    [ -z "$STOP" ] || break
    job podlog "$pl_class" "$pl_tail" "$pl_ns" "$pl_pod" "$pl_node" "$pl_container" "$pl_again"
  done 4<"$W/.logs.k"
}

podlog() { # CLASS TAIL NS POD NODE CONTAINER PREVIOUS
  # no API server gives such names; they would become shell text
  for podlog_n in "$3" "$4" "$6"; do
    case $podlog_n in '' | -* | *[!A-Za-z0-9._-]*) return 0 ;; esac
  done
  safe "$3" && podlog_dir=logs/$SAFE
  safe "$4" && podlog_dir=$podlog_dir/$SAFE
  safe "$6" && podlog_file=$podlog_dir/$SAFE
  safe "$5" && podlog_hung=$W/.hung.$SAFE
  if [ -f "$podlog_hung" ] && [ "$(wc -l <"$podlog_hung")" -ge 2 ]; then
    not_taken "$podlog_file.log" skipped-node "two calls to the kubelet of $5 hung" "$1"
    return 0
  fi
  take -l -c "$1" -t 12 -m 2097152 "$podlog_file.log" "$KUBECTL -n $3 logs $4 -c $6 --timestamps --tail=$2 --request-timeout=10s --cache-dir=\"\$W/.cache\""
  case $take_status-$REASON in TIMED_OUT-* | FAILED-unreachable) echo hung >>"$podlog_hung" ;; esac
  if [ "$7" = 1 ] && [ ! -f "$podlog_hung" ]; then
    take -l -c "$1" -t 12 -m 2097152 "$podlog_file.previous.log" "$KUBECTL -n $3 logs $4 -c $6 --timestamps --tail=$2 --previous --request-timeout=10s --cache-dir=\"\$W/.cache\""
  fi
}
