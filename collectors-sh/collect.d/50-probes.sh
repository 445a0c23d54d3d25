# shellcheck shell=sh
topic probes node 2 'probe' 'pings with sizes, TCP connects, DNS queries from host and pods; also of hosts outside that applications log as not reached'

probes_probe() {
  CLASS=probes
  if [ -z "$DRY_RUN" ]; then probe_targets; fi
  # shellcheck disable=SC2016 # expanded where it runs
  take -t 60 -m 1048576 probes.txt ': probes from the host; eval "$PROBES"; probe_all <"$W/.targets"'
  if [ -n "$DRY_RUN" ]; then
    take -t 60 probes-pod.txt 'the same through nsenter -t PID -n from a pod'
    return 0
  fi
  probes_pods
  tier 3 || return 0
  CLASS=probes
  probes_mtr="for a in $(awk '$1 == "ping" { print $2 }' "$W/.targets" | sort -u | head -n 4 | tr '\n' ' '); do sect mtr \$a; mtr -n -r -w -c 30 \$a 2>&1; done"
  take -t 180 -m 262144 -n mtr -f "for a in $(awk '$1 == "ping" { print $2 }' "$W/.targets" | sort -u | head -n 4 | tr '\n' ' '); do sect traceroute \$a; traceroute -n -q 3 -w 1 \$a 2>&1; done" mtr.txt "$probes_mtr"
}

# probes_pods: the same from pods of this node
probes_pods() {
  if [ ! -s "$W/.netns" ] || ! have nsenter; then
    not_taken probes-pod.txt not-applicable 'no pod with a network of its own here'
    return 0
  fi
  # an application's pod before a system one
  probes_text='' probes_pods=1
  ! tier 3 || probes_pods=3
  for probes_line in $(awk -F'|' '{ print ($1 ~ /^kube-|-system$/ ? 2 : 1) "|" $0 }' "$W/.netns" | sort -t'|' -k1,1n -s | head -n "$probes_pods" | cut -d'|' -f2-); do
    probes_ns=${probes_line%%'|'*} probes_line=${probes_line#*'|'}
    probes_pod=${probes_line%%'|'*} probes_pid=${probes_line#*'|'}
    # these words become shell text
    case $probes_pid in *[!0-9]*) continue ;; esac
    safe "$probes_ns" && probes_ns=$SAFE
    safe "$probes_pod" && probes_pod=$SAFE
    probes_text="$probes_text; sect pod $probes_ns/$probes_pod \$(nsenter -t $probes_pid -n ip -4 -o addr show scope global 2>/dev/null | awk '{ sub(/\\/.*/, \"\", \$4); print \$4; exit }'); nsenter -t $probes_pid -n \"\$SH\" -c \"\$PROBES probe_all\" <\"\$W/.targets\""
  done
  take -t 60 -m 1048576 probes-pod.txt ": probes from pods$probes_text"
}

# probe_targets: what to probe, one "ping ADDRESS SIZE", "tcp ADDRESS PORT" or "dns SERVER NAME [+tcp]" per line, into .targets.
# The admin machine's list where there is one; else what this node itself knows.
probe_targets() {
  probe_size=$(cat /sys/class/net/cni0/mtu /sys/class/net/flannel.1/mtu /sys/class/net/vxlan.calico/mtu /sys/class/net/tunl0/mtu /sys/class/net/cilium_vxlan/mtu 2>/dev/null | sort -n | head -n 1)
  probe_size=$((${probe_size:-1450} - 28))
  if [ -n "$TARGETS" ]; then
    printf '%s\n' "$TARGETS"
  else
    local_targets
    outside_here
  fi >"$W/.targets.1"
  awk '$1 != "outside"' "$W/.targets.1" >"$W/.targets.0"
  # the resolvers of this node and the hosts that the operator named
  probe_r=
  for probe_r in $(awk '$1 == "nameserver" && $2 !~ /^127|^::1/ && !seen[$2]++ { print $2 }' /etc/resolv.conf /run/systemd/resolve/resolv.conf 2>/dev/null | head -n 4); do
    printf 'dns %s kubernetes.default.svc.%s.\ndns %s www.example.com.\ndns %s nosuch.example.com.\ndns %s www.example.com. +tcp\n' "$probe_r" "$CLUSTER_DOMAIN" "$probe_r" "$probe_r" "$probe_r" >>"$W/.targets.0"
    # a name that nobody has, in each domain of the search list that pods inherit: an answer is a wildcard record
    for probe_s in $(awk '$1 == "search" || $1 == "domain" { for (i = 2; i <= NF; i++) if ($i ~ /^[A-Za-z0-9._-]+$/) print $i }' /etc/resolv.conf /run/systemd/resolve/resolv.conf 2>/dev/null | sort -u | head -n 4); do
      printf 'dns %s coldcase-nosuch-name.%s.\n' "$probe_r" "${probe_s%.}" >>"$W/.targets.0"
    done
  done
  for probe_h in $PROBE_HOSTS; do
    case $probe_h in *:*) printf 'tcp %s %s\n' "${probe_h%:*}" "${probe_h##*:}" ;; *) printf 'ping %s 56\n' "$probe_h" ;; esac >>"$W/.targets.0"
  done
  # a name is asked for at the cluster's resolver, and at the node's own
  # shellcheck disable=SC2046 # addresses
  awk '$1 == "outside"' "$W/.targets.1" | outside_probes $(awk '$1 == "dns" { print $2; exit }' "$W/.targets.1") "$probe_r" >"$W/.targets.2"
  cat "$W/.targets.2" >>"$W/.targets.0"
  awk -v size="$probe_size" '{ if ($3 == "PODMTU") $3 = size } !seen[$0]++ && NR <= 400' "$W/.targets.0" >"$W/.targets"
}

# local_targets: from this node's own state, when no API server told: overlay peers, the service rules, the kubelet's DNS address, pods here
local_targets() {
  {
    quick 5 ip neigh 2>/dev/null | awk '$3 !~ /^(cni|veth|cali|lxc|flannel|vxlan|cilium|tunl|docker)/ && $1 ~ /^[0-9.]+$/ { print $1 }'
    quick 5 bridge fdb 2>/dev/null | awk '{ for (i = 1; i < NF; i++) if ($i == "dst") print $(i + 1) }'
  } | sort -u | head -n 20 | awk '{ print "ping", $1, 56; print "ping", $1, 1472; print "tcp", $1, 10250 }'
  sed -n 's|^ *server: *https\{0,1\}://\([^/:]*\):\([0-9]*\).*|tcp \1 \2|p' /etc/kubernetes/kubelet.conf 2>/dev/null | head -n 1
  awk '/^clusterDNS:/ { on = 1; next } on && /^- / { print $2; next } { on = 0 }' /var/lib/kubelet/config.yaml 2>/dev/null | awk -v d="$CLUSTER_DOMAIN" '{ print "dns", $1, "kubernetes.default.svc." d "."; print "dns", $1, "www.example.com."; print "dns", $1, "kubernetes.default.svc." d ". +tcp"; print "tcp", $1, 53 }'
  # iptables or nft rules of kube-proxy name services and endpoints
  awk '/ -A KUBE-SERVICES .* -d .* --dport .* -j KUBE-SVC/ { a = ""; for (i = 1; i < NF; i++) { if ($i == "-d") { a = $(i + 1); sub(/\/.*/, "", a) } if ($i == "--dport") p = $(i + 1); if ($i == "-p") t = $(i + 1) } if (t == "tcp" && n++ < 16) print "tcp", a, p }
       /-p tcp .*--to-destination / { a = $NF; sub(/.*:/, "", a); p = a; a = $NF; sub(/:.*/, "", a); if (a ~ /^[0-9.]+$/ && m++ < 24) { print "ping", a, 56; print "ping", a, "PODMTU"; if (p != 53) print "tcp", a, p } }' "$W/$PREFIX/iptables-save.txt" 2>/dev/null
}
