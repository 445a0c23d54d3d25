# shellcheck shell=sh
topic netns node 2 'state' 'network namespaces of pods: addresses, routes, listeners, resolver'

netns_state() {
  if [ -n "$DRY_RUN" ]; then
    take netns/NS_POD.txt 'nsenter -t PID -n sh -c "ip -d addr; ip route; ip neigh; ss -tuln; nstat -asz; sysctl ...; iptables-save -t nat"; cat /proc/PID/root/etc/resolv.conf'
    return 0
  fi
  pod_sandboxes
  [ -s "$W/.sandboxes" ] || {
    not_taken netns/pods.txt "${SANDBOX_REASON:-not-applicable}" "${SANDBOX_DETAIL:-no pod sandbox here}"
    return 0
  }
  netns_own=$(readlink /proc/self/ns/net 2>/dev/null)
  netns_n=0
  # order: DNS and ingress pods, then the rest as the runtime lists them (newest first)
  sort -t'|' -k1,1n -s "$W/.sandboxes" >"$W/.sandboxes.s"
  while IFS='|' read -r netns_order netns_ns netns_pod netns_pid netns_inner <&4; do
    : "$netns_order"
    [ -d "/proc/${netns_pid:-none}" ] || continue
    netns_link=$(readlink "/proc/$netns_pid/ns/net" 2>/dev/null)
    # pods on the host network show what the host shows
    [ "${netns_link:-$netns_own}" != "$netns_own" ] || continue
    netns_n=$((netns_n + 1))
    [ "$netns_n" -le 40 ] || break
    safe "$netns_ns" && netns_file=netns/$SAFE
    safe "$netns_pod" && netns_file=${netns_file}_$SAFE.txt
    printf '%s|%s|%s\n' "$netns_ns" "$netns_pod" "$netns_pid" >>"$W/.netns"
    netns_rules=
    if [ "$IPT_BACKEND" = nft ] && may_run nf_tables; then
      netns_rules='; echo == iptables; iptables-save -c 2>&1; echo == nft; nft list ruleset 2>&1'
    elif have iptables-save; then netns_rules='; echo == iptables; [ -z "$(cat /proc/net/ip_tables_names 2>/dev/null)" ] || iptables-save -c 2>&1'; fi
    # ss without -p: for every namespace it would look at the open files of all processes of the host
    # shellcheck disable=SC2016
    take -m 1048576 -n nsenter -f "p=$netns_pid; echo \"pid \$p\"; for f in tcp udp tcp6 udp6 route dev fib_trie arp snmp netstat; do sect /proc/net/\$f; cat /proc/\$p/net/\$f; done" \
      "$netns_file" "echo 'pid $netns_pid'; nsenter -t $netns_pid -n sh -c 'ip -d addr; echo == route; ip route; echo == neigh; ip neigh; echo == ss; ${NETNS_ROOT}ss -tuln; echo == nstat; nstat -asz; echo == sysctl; for k in tcp_keepalive_time ip_local_port_range ip_forward ip_unprivileged_port_start; do v=\$(cat /proc/sys/net/ipv4/\$k) && echo \"net.ipv4.\$k = \$v\"; done$netns_rules'; r=\$?; for p in $netns_inner $netns_pid; do [ -f /proc/\$p/root/etc/resolv.conf ] && { sect resolv.conf; cat /proc/\$p/root/etc/resolv.conf; sect hosts; cat /proc/\$p/root/etc/hosts; [ -f /proc/\$p/root/etc/alpine-release ] && { sect alpine-release; cat /proc/\$p/root/etc/alpine-release; }; break; }; done; exit \$r"
  done 4<"$W/.sandboxes.s"
}

# pod_sandboxes: "order|namespace|pod|pid of the sandbox|pid of a container" for every ready pod of this node
pod_sandboxes() {
  NETNS_ROOT='' SANDBOX_REASON='' SANDBOX_DETAIL=''
  may_run inet_diag tcp_diag udp_diag || NETNS_ROOT='PROC_ROOT=/proc '
  rm -f "$W/.sandboxes" "$W/.netns"
  sandbox_pods=$W/$PREFIX/crictl-pods.json sandbox_all=$W/$PREFIX/crictl-containers.json
  [ "$PRIVILEGE" = root ] || SANDBOX_REASON=no-permission SANDBOX_DETAIL='network namespaces of pods need root'
  if [ -s "$sandbox_pods" ]; then
    awk -v containers="$sandbox_all" -v task=/run/containerd/io.containerd.runtime.v2.task/k8s.io '
      function val(s) { sub(/^[^:]*: *"?/, "", s); sub(/"?,?$/, "", s); return s }
      function pid(id,   f, p) { f = task "/" id "/init.pid"; p = ""; if ((getline p < f) > 0) close(f); return p }
      BEGIN {
        while ((getline line < containers) > 0) {
          if (line ~ /^ *"id": /) cid = val(line)
          else if (line ~ /"podSandboxId": /) sb = val(line)
          else if (line ~ /"state": "CONTAINER_RUNNING"/ && !(sb in inner)) inner[sb] = cid
        }
      }
      /^ *"id": / { id = val($0) }
      /^ *"metadata": \{/ { meta = 1; next }
      meta && /"name": / { name = val($0) }
      meta && /"namespace": / { ns = val($0) }
      meta && /\}/ { meta = 0 }
      /"state": / { if ($0 ~ /SANDBOX_READY/) print (name ~ /dns|ingress/ ? 1 : 2) "|" ns "|" name "|" pid(id) "|" (id in inner ? pid(inner[id]) : "") "|" id }
    ' "$sandbox_pods" >"$W/.sandboxes.0"
    # another runtime than containerd: ask it, one call a pod
    while IFS='|' read -r sandbox_o sandbox_ns sandbox_pod sandbox_pid sandbox_inner sandbox_id <&4; do
      [ -n "$sandbox_pid" ] || sandbox_pid=$(quick 10 crictl inspectp -o json "$sandbox_id" 2>/dev/null | sed -n 's/^ *"pid": *\([0-9][0-9]*\).*/\1/p' | head -n 1)
      printf '%s|%s|%s|%s|%s\n' "$sandbox_o" "$sandbox_ns" "$sandbox_pod" "$sandbox_pid" "$sandbox_inner" >>"$W/.sandboxes"
    done 4<"$W/.sandboxes.0"
    return 0
  fi
  # no crictl: containerd's own files name the pod
  for sandbox_d in /run/containerd/io.containerd.runtime.v2.task/k8s.io/*/config.json; do
    [ -r "$sandbox_d" ] || continue
    grep -q '"io.kubernetes.cri.container-type": *"sandbox"' "$sandbox_d" || continue
    sandbox_ns=$(sed -n 's/.*"io.kubernetes.cri.sandbox-namespace": *"\([^"]*\)".*/\1/p' "$sandbox_d" | head -n 1)
    sandbox_pod=$(sed -n 's/.*"io.kubernetes.cri.sandbox-name": *"\([^"]*\)".*/\1/p' "$sandbox_d" | head -n 1)
    sandbox_pid=
    read -r sandbox_pid 2>/dev/null <"${sandbox_d%/*}/init.pid"
    printf '2|%s|%s|%s|\n' "$sandbox_ns" "$sandbox_pod" "$sandbox_pid" >>"$W/.sandboxes"
  done
}
