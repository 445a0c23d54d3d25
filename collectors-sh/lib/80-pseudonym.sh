# shellcheck shell=sh
# --pseudonymize: other names for hosts, namespaces, services and workloads, other public addresses; consistent over everything, also over several runs with one --salt.

# pseudonymize: rewrites the work directory. The mapping goes to a file beside the bundle, which stays with the customer.
pseudonymize() {
  progress 'replacing names and addresses'
  pn_map=$OUTPUT_USED/$NAME.mapping
  : >"$pn_map" || return 1
  pn_key=$(printf '%s' "$SALT" | cksum | cut -d' ' -f1)
  # Namespaces that every cluster has, and what is in them, keep their names: they are part of the software. A pod is renamed by the name of its workload.
  {
    [ ! -s "$W/.nodes.k" ] || awk -F'|' '{ print "node", $1 }' "$W/.nodes.k"
    for pn_d in "$W"/node/*; do [ ! -d "$pn_d" ] || printf 'node %s\n' "${pn_d##*/}"; done
    [ -z "$HOST_NAME" ] || printf 'node %s\n' "$HOST_NAME"
    [ ! -s "$W/.pods.k" ] || awk -F'|' '{ print "namespace", $1; print "pod", $2, $1 }' "$W/.pods.k"
    [ ! -s "$W/.services.k" ] || awk -F'|' '{ print "namespace", $1; print "service", $2, $1 }' "$W/.services.k"
    [ ! -s "$W/.netns" ] || awk -F'|' '{ print "namespace", $1; print "pod", $2, $1 }' "$W/.netns"
    for pn_d in "$W"/cluster/logs/*/*; do
      [ -d "$pn_d" ] || continue
      pn_pod=${pn_d##*/} pn_d=${pn_d%/*}
      printf 'namespace %s\npod %s %s\n' "${pn_d##*/}" "$pn_pod" "${pn_d##*/}"
    done
  } | awk -v key="$pn_key" '
    function rnd(s,   i, h) { h = key % 32749; for (i = 1; i <= length(s); i++) h = (h * 131 + index("abcdefghijklmnopqrstuvwxyz0123456789-.", substr(s, i, 1)) + 7) % 32749; return (h * 7919 + 104729) % 32749 }
    function common(ns) { return ns ~ /^(default|kube-.*|calico-.*|tigera-operator|cilium.*|metallb-system|istio-system|ingress-nginx|openshift.*|ovn-.*|linkerd.*|local-path-storage)$/ }
    # the name of the Deployment, DaemonSet or StatefulSet in the name of its pod
    function workload(p,   n, a, cut) {
      n = split(p, a, "-"); cut = 0
      if (n > 1 && (length(a[n]) == 5 && a[n] ~ /^[bcdfghjklmnpqrstvwxz2456789]+$/ || a[n] ~ /^[0-9]+$/)) cut = length(a[n]) + 1
      if (cut && n > 2 && a[n] !~ /^[0-9]+$/ && length(a[n - 1]) > 5 && length(a[n - 1]) < 11 && a[n - 1] ~ /^[bcdfghjklmnpqrstvwxz2456789]+$/) cut += length(a[n - 1]) + 1
      return substr(p, 1, length(p) - cut)
    }
    BEGIN {
      # words that the software uses itself: as a name they tell nothing, and replacing them would break the text
      n = split("localhost node nodes host hosts kubernetes k8s cluster service services pod pods data spec status name names namespace namespaces default proxy dns api apis system config configmaps state eth0 lo app apps ns" \
        " client server logs log exec metrics metric crs after netns pcap netcfg previous txt json events endpoints endpointslices deployments daemonsets statefulsets items kind list metadata labels annotations type port ports" \
        " tcp udp sctp http https ip ip6 ipv4 ipv6 nat filter raw mangle table chain rule set map accept drop reject return jump hook policy input output forward link addr route neigh bridge fdb sysctl modules iptables nft nftables" \
        " ipset conntrack ss nstat softnet resources ethtool meta machine-id limits resolv cni cni-conf cni-bin cni-state kubelet kube-proxy runtime crictl-pods crictl-containers certs probes probes-pod dmesg journal audit test" \
        " t0 t1 true false null and or not the to from for of in on at is no yes get all any none new old end start time error warning info debug", stop, " ")
      for (i = 1; i <= n; i++) plain[stop[i]] = 1
    }
    NF < 2 || $2 == "*" { next }
    ($1 == "namespace" && common($2)) || common($3) { next }
    $1 == "pod" { $2 = workload($2) }
    length($2) < 2 || seen[$2]++ || $2 in plain || $2 !~ /[a-z]/ { next }
    { n = $1 == "node" ? "host-" : $1 == "namespace" ? "ns-" : "app-"; do { v = n sprintf("%05d", rnd($2 bump)); bump = bump "x" } while (v in used); bump = ""; used[v] = 1; print length($2), $1, $2, v }' | sort -rn | cut -d' ' -f2- >"$pn_map"
  find "$W/cluster" "$W/node" -type f ! -name '*.pcap' >"$W/.members" 2>/dev/null
  while IFS= read -r pn_f <&4; do
    renamed "$pn_f"
  done 4<"$W/.members"
  # headers of captured packets cannot be rewritten here
  find "$W/node" -name '*.pcap' -type f -exec rm -f {} \; 2>/dev/null
  awk -F'\t' -v OFS='\t' '/\.pcap\t/ { $3 = "-"; $4 = 0; $5 = 0; $7 = "NOT_ATTEMPTED"; $8 = "excluded"; $10 = "addresses in captures cannot be replaced" } { print }' "$W/.records" >"$W/.records.pn" && mv "$W/.records.pn" "$W/.records"
  for pn_f in "$W/.records" "$W/.nodes"; do [ ! -s "$pn_f" ] || renamed "$pn_f"; done
  HOST_NAME=$(printf '%s\n' "$HOST_NAME" | awk -v key="$pn_key" -v map="$pn_map" -v seen='' "$AWK_PSEUDONYM")
  NAMESPACES=$(printf '%s\n' "$NAMESPACES" | awk -v key="$pn_key" -v map="$pn_map" -v seen='' "$AWK_PSEUDONYM")
  CLUSTER_SERVER=$(printf '%s\n' "$CLUSTER_SERVER" | awk -v key="$pn_key" -v map="$pn_map" -v seen='' "$AWK_PSEUDONYM")
  # directories and files that bear a name: as the records call them now
  (cd "$W" && find cluster node -type f) >"$W/.members" 2>/dev/null
  awk -v key="$pn_key" -v map="$pn_map" -v seen='' "$AWK_PSEUDONYM" "$W/.members" >"$W/.members.pn"
  while IFS= read -r pn_f <&4 && IFS= read -r pn_new <&5; do
    [ "$pn_f" != "$pn_new" ] || continue
    mkdir -p "$W/${pn_new%/*}" && mv "$W/$pn_f" "$W/$pn_new"
  done 4<"$W/.members" 5<"$W/.members.pn"
  find "$W/cluster" "$W/node" -depth -type d -exec rmdir {} \; 2>/dev/null
  # nor may the bundle's own name give one away
  pn_name=coldcase-${HOST_NAME:-bundle}-${NAME##*-}
  safe "$pn_name"
  if [ "$SAFE" != "$NAME" ] && mv "$W" "${W%/*}/$SAFE" 2>/dev/null; then
    mv "$pn_map" "$OUTPUT_USED/$SAFE.mapping" 2>/dev/null && pn_map=$OUTPUT_USED/$SAFE.mapping
    W=${W%/*}/$SAFE NAME=$SAFE
    export W
  fi
  MAPPING=$pn_map
}

# renamed FILE: FILE with the other names and addresses
renamed() {
  awk -v key="$pn_key" -v map="$pn_map" -v seen="$pn_map" "$AWK_PSEUDONYM" "$1" >"$1.pn~" && mv "$1.pn~" "$1"
}
