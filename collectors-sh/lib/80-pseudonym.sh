# shellcheck shell=sh
# --pseudonymize: other names for hosts and namespaces, other public addresses; consistent over everything, also over several runs with one --salt.

# pseudonymize: rewrites the work directory. The mapping goes to a file beside the bundle, which stays with the customer.
pseudonymize() {
  progress 'replacing names and addresses'
  pn_map=$OUTPUT_USED/$NAME.mapping
  : >"$pn_map" || return 1
  pn_key=$(printf '%s' "$SALT" | cksum | cut -d' ' -f1)
  # namespaces that every cluster has keep their names: they are part of the software
  {
    [ ! -s "$W/.nodes.k" ] || awk -F'|' '{ print "node", $1 }' "$W/.nodes.k"
    for pn_d in "$W"/node/*; do [ ! -d "$pn_d" ] || printf 'node %s\n' "${pn_d##*/}"; done
    [ -z "$HOST_NAME" ] || printf 'node %s\n' "$HOST_NAME"
    [ ! -s "$W/.pods.k" ] || awk -F'|' '{ print "namespace", $1 }' "$W/.pods.k"
    [ ! -s "$W/.services.k" ] || awk -F'|' '{ print "namespace", $1 }' "$W/.services.k"
    [ ! -s "$W/.netns" ] || awk -F'|' '{ print "namespace", $1 }' "$W/.netns"
    [ ! -d "$W/cluster/logs" ] || for pn_d in "$W"/cluster/logs/*; do printf 'namespace %s\n' "${pn_d##*/}"; done
  } | awk -v key="$pn_key" '
    function rnd(s,   i, h) { h = key % 32749; for (i = 1; i <= length(s); i++) h = (h * 131 + index("abcdefghijklmnopqrstuvwxyz0123456789-.", substr(s, i, 1)) + 7) % 32749; return (h * 7919 + 104729) % 32749 }
    $2 == "" || $2 == "*" || seen[$2]++ { next }
    $1 == "namespace" && $2 ~ /^(default|kube-.*|calico-.*|tigera-operator|cilium.*|metallb-system|istio-system|ingress-nginx|openshift.*|ovn-.*|linkerd.*|local-path-storage)$/ { next }
    $2 ~ /^(localhost|node|host|kubernetes|cluster|service|pod|data|spec|status|name|default|proxy|dns|api|system|config|state|eth0|lo)$/ { next }
    { n = $1 == "node" ? "host-" : "ns-"; do { v = n sprintf("%05d", rnd($2 bump)); bump = bump "x" } while (v in used); bump = ""; used[v] = 1; print length($2), $1, $2, v }' | sort -rn | cut -d' ' -f2- >"$pn_map"
  find "$W/cluster" "$W/node" -type f ! -name '*.pcap' >"$W/.members" 2>/dev/null
  while IFS= read -r pn_f <&4; do
    awk -v key="$pn_key" -v map="$pn_map" -v seen="$pn_map" "$AWK_PSEUDONYM" "$pn_f" >"$pn_f.pn~" && mv "$pn_f.pn~" "$pn_f"
  done 4<"$W/.members"
  # headers of captured packets cannot be rewritten here
  find "$W/node" -name '*.pcap' -type f -exec rm -f {} \; 2>/dev/null
  awk -F'\t' -v OFS='\t' '/\.pcap\t/ { $3 = "-"; $4 = 0; $5 = 0; $7 = "NOT_ATTEMPTED"; $8 = "excluded"; $10 = "addresses in captures cannot be replaced" } { print }' "$W/.records" >"$W/.records.pn" && mv "$W/.records.pn" "$W/.records"
  for pn_f in "$W/.records" "$W/.nodes"; do
    [ -s "$pn_f" ] || continue
    awk -v key="$pn_key" -v map="$pn_map" -v seen="$pn_map" "$AWK_PSEUDONYM" "$pn_f" >"$pn_f.pn~" && mv "$pn_f.pn~" "$pn_f"
  done
  HOST_NAME=$(printf '%s\n' "$HOST_NAME" | awk -v key="$pn_key" -v map="$pn_map" -v seen='' "$AWK_PSEUDONYM")
  CLUSTER_SERVER=$(printf '%s\n' "$CLUSTER_SERVER" | awk -v key="$pn_key" -v map="$pn_map" -v seen='' "$AWK_PSEUDONYM")
  # directories and files that bear a name
  awk '$1 == "node" || $1 == "namespace" { print $1, $2, $3 }' "$pn_map" | while read -r pn_kind pn_old pn_new; do
    if [ "$pn_kind" = node ]; then
      [ ! -d "$W/node/$pn_old" ] || mv "$W/node/$pn_old" "$W/node/$pn_new"
      [ ! -f "$W/cluster/exec/$pn_old.txt" ] || mv "$W/cluster/exec/$pn_old.txt" "$W/cluster/exec/$pn_new.txt"
      find "$W/cluster/logs" -type d -name "*-$pn_old" 2>/dev/null | while IFS= read -r pn_d; do mv "$pn_d" "${pn_d%"$pn_old"}$pn_new"; done
    else
      [ ! -d "$W/cluster/logs/$pn_old" ] || mv "$W/cluster/logs/$pn_old" "$W/cluster/logs/$pn_new"
      find "$W/node" -path '*/netns/*' -name "${pn_old}_*" 2>/dev/null | while IFS= read -r pn_d; do mv "$pn_d" "${pn_d%/*}/$pn_new${pn_d##*/"$pn_old"}"; done
    fi
  done
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
