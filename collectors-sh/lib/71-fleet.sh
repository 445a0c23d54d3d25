# shellcheck shell=sh
# Other nodes: through a pod on each (--all-nodes) or over ssh (--ssh). Each sends a tar of its own run to our standard input.

FLEET_LABEL=app.kubernetes.io/managed-by=coldcase-collect

# self_script: the text of this program on standard output, for a shell that reads it from its standard input
self_script() {
  if [ -n "$SELF_FILE" ] && [ -r "$SELF_FILE" ]; then cat "$SELF_FILE"; else return 1; fi
}

# remote_arguments NODE MODE: the command line of a run on another machine, as shell words into ARGUMENTS
remote_arguments() {
  quote "$1"
  ARGUMENTS="node --stream --node-name $QUOTED --node-mode $2 --tier $TIER --gap $GAP --max-time $fleet_time --max-size $MAX_SIZE --nice $NICE"
  [ -z "$SINCE" ] || { quote "$SINCE" && ARGUMENTS="$ARGUMENTS --since $QUOTED"; }
  [ -z "$TOPICS_WANTED" ] || { quote "$TOPICS_WANTED" && ARGUMENTS="$ARGUMENTS --topic $QUOTED"; }
  [ -z "$EXCLUDE" ] || { quote "$EXCLUDE" && ARGUMENTS="$ARGUMENTS --exclude-class $QUOTED"; }
  [ -z "$NO_OUTSIDE" ] || ARGUMENTS="$ARGUMENTS --no-outside"
  [ -z "$CAPTURE" ] || ARGUMENTS="$ARGUMENTS --capture $CAPTURE"
  [ -z "$CAPTURE_FILTER" ] || { quote "$CAPTURE_FILTER" && ARGUMENTS="$ARGUMENTS --capture-filter $QUOTED"; }
  [ -z "$PROBE_HOSTS" ] || for ra_h in $PROBE_HOSTS; do quote "$ra_h" && ARGUMENTS="$ARGUMENTS --probe-host $QUOTED"; done
}

# remote_input: the script with what this run knows put before it
remote_input() {
  quote "$SALT"
  printf 'COLDCASE_SALT=%s\n' "$QUOTED"
  quote "$TARGETS"
  printf 'COLDCASE_TARGETS=%s\n' "$QUOTED"
  quote "$ROUTE_TARGETS"
  printf 'COLDCASE_ROUTES=%s\nCOLDCASE_DOMAIN=%s\nCOLDCASE_PODLOGS=%s\n' "$QUOTED" "$CLUSTER_DOMAIN" "$1"
  self_script
}

# take_in NODE MODE FILE START ERRORFILE: what a node sent becomes part of this bundle
take_in() {
  safe "$1"
  in_dir=$W/.in.$SAFE
  in_offset=null
  now
  rm -rf "$in_dir"
  mkdir -p "$in_dir"
  # only plain files of that node's own folder are taken over: another machine's archive is not trusted
  if [ -s "$3" ] && unpack "$3" "$in_dir"; then
    find "$in_dir" ! -type f ! -type d -exec rm -f {} \; 2>/dev/null
    in_root=$(find "$in_dir" -name .nodes -type f | head -n 1)
    in_root=${in_root%/.nodes}
    if [ -n "$in_root" ] && [ -d "$in_root/node/$SAFE" ]; then
      mkdir -p "$W/node"
      rm -rf "$W/node/$SAFE"
      mv "$in_root/node/$SAFE" "$W/node/$SAFE"
      [ ! -d "$in_root/cluster/logs" ] || merge_logs "$in_root/cluster/logs"
      awk -F'\t' -v n="node/$SAFE/" 'NF >= 11 && (index($1, n) == 1 || index($1, "cluster/logs/") == 1) && $1 !~ /\.\./' "$in_root/.records" >>"$W/.records"
      read -r in_first <"$in_root/.start"
      case $in_first in *[!0-9]* | '') : ;; *) in_offset=$((in_first - $4)) ;; esac
      sed -n "1s/\"clockOffset\": [^,]*/\"clockOffset\": $in_offset/p" "$in_root/.nodes" >>"$W/.nodes"
      rm -rf "$in_dir" "$3" "$5"
      return 0
    fi
  fi
  why "$5"
  [ -s "$5" ] || REASON=unreachable DETAIL='nothing came back'
  [ -z "$STOP" ] || REASON=interrupted
  node_line "$1" "$2" FAILED "$REASON" "$DETAIL" "$4" "$NOW" null null
  FAILED_NODES="$FAILED_NODES $1"
  say "node $1: failed ($REASON) $DETAIL"
  rm -rf "$in_dir" "$3" "$5"
  return 1
}

merge_logs() {
  (cd "$1" && find . -type f) | while read -r merge_f; do
    [ ! -e "$W/cluster/logs/$merge_f" ] || continue
    mkdir -p "$W/cluster/logs/${merge_f%/*}"
    mv "$1/$merge_f" "$W/cluster/logs/$merge_f"
  done
}

unpack() {
  case $(od -An -tx1 -N2 "$1" 2>/dev/null | tr -d ' ') in
    1f8b) gzip -dc "$1" 2>/dev/null | (cd "$2" && tar -xf - 2>/dev/null) ;;
    *) (cd "$2" && tar -xf "$1" 2>/dev/null) ;;
  esac
}

# --- pods ------------------------------------------------------------------------------------------------------------

# collect_by_pods: one short-lived privileged pod on each node
collect_by_pods() {
  fleet_list=$(cut -d'|' -f1 "$W/.nodes.k")
  if [ -n "$NODES_WANTED" ]; then
    fleet_list=
    for fleet_n in $(printf '%s' "$NODES_WANTED" | tr ',' ' '); do fleet_list="$fleet_list $fleet_n"; done
  fi
  if [ -z "$fleet_list" ]; then
    say "no nodes: the API server did not list any; run this script on the nodes themselves (coldcase-collect node)"
    return 1
  fi
  if [ -n "$DRY_RUN" ]; then
    for fleet_n in $fleet_list; do
      safe "$fleet_n"
      printf 'node/%s/...\tpod with hostPID, hostNetwork and the host file system on %s, in a namespace of its own; then: coldcase-collect node\n' "$SAFE" "$fleet_n"
    done
    DRY_NODE=1
    return 0
  fi
  FLEET_NS=coldcase-$(date -u +%H%M%S)-$$
  now
  fleet_expiry=$((NOW + MAX_TIME + 600))
  FLEET_UP=1
  if ! printf '{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"%s","labels":{"app.kubernetes.io/managed-by":"coldcase-collect","coldcase.io/expires":"%s","pod-security.kubernetes.io/enforce":"privileged"}}}\n' "$FLEET_NS" "$fleet_expiry" >"$W/.ns.json" || ! k create -f "$W/.ns.json" >/dev/null; then
    why "$W/.k.err"
    say "cannot create namespace $FLEET_NS: $DETAIL"
    FLEET_UP=
    for fleet_n in $fleet_list; do
      now
      node_line "$fleet_n" pod FAILED "$REASON" "$DETAIL" "$NOW" "$NOW" null null
      FAILED_NODES="$FAILED_NODES $fleet_n"
    done
    return 1
  fi
  left
  fleet_time=$((LEFT - RESERVE - 15))
  [ "$fleet_time" -le "$NODE_TIME" ] || fleet_time=$NODE_TIME
  PARALLEL_CALLS_SAVED=$PARALLEL_CALLS
  PARALLEL_CALLS=$PARALLEL
  for fleet_n in $fleet_list; do
    [ -z "$STOP" ] || break
    job pod_node "$fleet_n"
  done
  PARALLEL_CALLS=$PARALLEL_CALLS_SAVED
}

# collect_pods_done: waits for the nodes and takes their parts in
collect_pods_done() {
  jobs_done
  for fleet_n in $fleet_list; do
    safe "$fleet_n"
    fleet_started=$EPOCH0
    read -r fleet_started 2>/dev/null <"$W/.sent.$SAFE.start"
    take_in "$fleet_n" "$1" "$W/.sent.$SAFE" "$fleet_started" "$W/.sent.$SAFE.err"
    rm -f "$W/.sent.$SAFE.start"
  done
  fleet_cleanup
}

# failed_here: true when this machine is one of the nodes that sent nothing
failed_here() {
  [ -n "$FAILED_NODES" ] || return 1
  find_processes
  node_name
  case "$FAILED_NODES " in *" $NODE "*) : ;; *) return 1 ;; esac
  # its kubelet gave no logs either
  POD_LOGS_HERE=1
}

# told_here: this machine was gathered after its pod had failed: what stands about it last counts
told_here() {
  here_rest=
  for fleet_n in $FAILED_NODES; do
    [ "$fleet_n" = "$NODE" ] || here_rest="$here_rest $fleet_n"
  done
  [ "$here_rest" != "$FAILED_NODES" ] || return 0
  FAILED_NODES=$here_rest
  json "$NODE"
  awk -v n="{\"name\": $JSON," 'index($0, n) == 1 { last[n] = $0; next } { print } END { for (i in last) print last[i] }' "$W/.nodes" >"$W/.nodes.~" && mv "$W/.nodes.~" "$W/.nodes"
}

# images_for NODE: images on that node, the likeliest to hold a shell first
images_for() {
  if [ -n "$IMAGE" ]; then
    printf '%s\n' "$IMAGE"
    return 0
  fi
  awk -v n="$1" '$1 == n { for (i = 2; i <= NF; i++) print $i }' "$W/.images.p" "$W/.images.k" | awk '
    seen[$0]++ { next }
    /busybox|netshoot|alpine|toolbox|debian|ubuntu|fedora|agnhost|nicolaka/ { print 1, $0; next }
    /flannel:|calico\/node|weave|kube-router|canal|cilium\/cilium:|antrea/ { print 2, $0; next }
    /kube-proxy|hyperkube|rke2|k3s/ { print 3, $0; next }
    /pause|coredns|etcd|apiserver|controller-manager|scheduler/ { next }
    { print 4, $0 }' | sort -n -s -k1,1 | cut -d' ' -f2- | head -n 4
}

# pod_node NODE: makes the pod, runs the script through it, leaves the answer in .sent.NODE
pod_node() {
  safe "$1"
  pod_file=$W/.sent.$SAFE
  pod_n=0
  now
  printf '%s\n' "$NOW" >"$pod_file.start"
  images_for "$1" >"$pod_file.images"
  [ -s "$pod_file.images" ] || echo "no usable image is known on node $1 (--image names one)" >"$pod_file.err"
  while read -r pod_image <&5; do
    left
    [ -z "$STOP" ] || break
    [ "$LEFT" -gt "$((RESERVE + 5))" ] || break
    pod_n=$((pod_n + 1))
    pod_name=c-$(printf '%s' "$1" | cksum | cut -d' ' -f1)-$pod_n
    pod_manifest "$1" "$pod_image" "$pod_name" >"$pod_file.pod"
    k create -f "$pod_file.pod" >"$pod_file.err" 2>&1 || {
      [ -s "$pod_file.err" ] || cp "$W/.k.err" "$pod_file.err" 2>/dev/null
      continue
    }
    pod_wait "$pod_name" "$pod_file.err"
    case $? in
      0) : ;;
      # nothing happens on that node: another image would change nothing
      2) break ;;
      *) continue ;;
    esac
    remote_arguments "$1" pod
    # nsenter of the image, or the host's own by chroot; the shell is the host's
    quote "exec $REMOTE_SH -s -- $ARGUMENTS"
    pod_run="echo \$\$ >/tmp/coldcase.pid; if command -v nsenter >/dev/null 2>&1; then n=nsenter; elif command -v busybox >/dev/null 2>&1 && busybox nsenter --help >/dev/null 2>&1; then n='busybox nsenter'; elif command -v chroot >/dev/null 2>&1; then n='chroot /host nsenter'; else n='busybox chroot /host nsenter'; fi; exec \$n -t 1 -m -u -n -i -- sh -c $QUOTED"
    remote_input '' >"$pod_file.in"
    now
    printf '%s\n' "$NOW" >"$pod_file.start"
    # exec: see quick
    eval "exec $KUBECTL"' -n "$FLEET_NS" exec -i "$pod_name" --cache-dir="$W/.cache" -- sh -c "$pod_run" <"$pod_file.in" >"$pod_file" 2>"$pod_file.err" &'
    pod_exec=$!
    left
    pod_limit=$((LEFT - RESERVE))
    [ "$pod_limit" -ge 1 ] || pod_limit=1
    watch_process "$pod_exec" "$pod_limit" pod_interrupt
    rm -f "$pod_file.in"
    [ ! -s "$pod_file" ] || break
  done 5<"$pod_file.images"
  rm -f "$pod_file.images" "$pod_file.pod"
}

# shellcheck disable=SC2016 # expanded where it runs
WATCH='
s=
trap "[ -z \"\$s\" ] || kill -s KILL \$s; exit" TERM
sleep "$2" &
s=$!
wait "$s"
kill -s KILL "$1"
'

# watch_process PID SECONDS [FUNCTION]: waits for PID, but not longer. FUNCTION asks it to finish early when this run is stopped.
watch_process() {
  # a program of its own: what yash puts around a background command would not hand TERM on, and the sleeper would outlive us
  exec "$SH" -c "$WATCH" watch "$1" "$2" </dev/null >/dev/null 2>&1 &
  watch_guard=$!
  wait "$1" 2>/dev/null
  if [ -n "$STOP" ] && kill -s 0 "$1" 2>/dev/null; then
    ${3:-:}
    watch_n=0
    while [ "$watch_n" -lt 8 ] && kill -s 0 "$1" 2>/dev/null; do
      sleep 1
      watch_n=$((watch_n + 1))
    done
    kill -s TERM "$1" 2>/dev/null
  fi
  kill -s TERM "$watch_guard" 2>/dev/null
  wait "$watch_guard" 2>/dev/null
}

# pod_interrupt: the collector in the pod finishes with what it has
pod_interrupt() {
  # shellcheck disable=SC2016 # expanded in the pod
  k -n "$FLEET_NS" exec "$pod_name" -- sh -c 'kill -s INT "$(cat /tmp/coldcase.pid)"'
}

pod_manifest() { # NODE IMAGE NAME
  json "$1" && pod_jnode=$JSON
  json "$2" && pod_jimage=$JSON
  # when the pod is removed the collector inside finishes; its time is limited in any case
  json "trap 'kill -s INT \$(cat /tmp/coldcase.pid) && sleep 5; exit' TERM; i=0; while [ \$i -lt $((MAX_TIME + 300)) ]; do i=\$((i + 1)); sleep 1; done"
  printf '{"apiVersion":"v1","kind":"Pod","metadata":{"name":"%s","namespace":"%s","labels":{"app.kubernetes.io/managed-by":"coldcase-collect"}},"spec":{"nodeName":%s,"hostPID":true,"hostNetwork":true,"restartPolicy":"Never","terminationGracePeriodSeconds":8,"activeDeadlineSeconds":%s,"automountServiceAccountToken":false,"enableServiceLinks":false,"dnsPolicy":"Default","priorityClassName":"system-node-critical","tolerations":[{"operator":"Exists"}],"containers":[{"name":"c","image":%s,"imagePullPolicy":"Never","command":["sh","-c",%s],"securityContext":{"privileged":true},"volumeMounts":[{"name":"host","mountPath":"/host","readOnly":true}],"resources":{"requests":{"cpu":"0"}}}],"volumes":[{"name":"host","hostPath":{"path":"/"}}]}}\n' \
    "$3" "$FLEET_NS" "$pod_jnode" "$((MAX_TIME + 300))" "$pod_jimage" "$JSON"
}

# pod_wait NAME ERRORFILE: until the pod runs; says why it does not: 1 the image is no good, 2 time is up
pod_wait() {
  left
  wait_until=$((MONO + 45))
  [ "$LEFT" -ge 60 ] || wait_until=$((MONO + LEFT / 2))
  while [ "$MONO" -lt "$wait_until" ] && [ -z "$STOP" ]; do
    wait_state=$(k -n "$FLEET_NS" get pod "$1" -o 'jsonpath={.status.phase} {.status.containerStatuses[0].state.waiting.reason} {.status.containerStatuses[0].state.waiting.message}{.status.reason} {.status.message}')
    case $wait_state in
      Running*) return 0 ;;
      *ErrImage* | *ImagePull* | *InvalidImage* | *RunContainerError* | *CreateContainerError* | *CrashLoop* | Failed* | Succeeded*)
        printf 'pod on this node: %s\n' "$wait_state" >"$2"
        return 1
        ;;
    esac
    sleep "$SLEEP_SHORT"
    mono
  done
  printf 'the pod did not start in time: %s: no route from the API server to this node, or its kubelet is down\n' "$wait_state" >"$2"
  return 2
}

# fleet_cleanup: removes what this run has created
fleet_cleanup() {
  [ -n "$FLEET_UP" ] || return 0
  FLEET_UP=
  # also when time is up: what was made is removed
  cleanup_deadline=$DEADLINE
  mono
  DEADLINE=$((MONO + 30))
  k delete namespace "$FLEET_NS" --wait=false >/dev/null ||
    say "could not remove namespace $FLEET_NS; it expires by itself, or run: coldcase-collect --cleanup"
  DEADLINE=$cleanup_deadline
}

# cleanup_all: --cleanup: namespaces of runs that ended without removing theirs
cleanup_all() {
  find_kubectl || {
    say "no kubectl here, or no kubeconfig"
    return 3
  }
  W=$(mktemp -d "$TEMP/coldcase.XXXXXX") || return 3
  cleanup_list=$(k get namespaces -l "$FLEET_LABEL" -o name)
  cleanup_rc=$?
  [ "$cleanup_rc" = 0 ] || cat "$W/.k.err" >&2
  [ "$cleanup_rc" != 0 ] || [ -n "$cleanup_list" ] || say "nothing to remove"
  for cleanup_n in $cleanup_list; do
    k delete "$cleanup_n" --wait=false >&2 || cleanup_rc=1
  done
  rm -rf "$W"
  return "$cleanup_rc"
}

# --- ssh -------------------------------------------------------------------------------------------------------------

# collect_by_ssh: the script travels through standard input, the bundle comes back on standard output; nothing is left on the host
collect_by_ssh() {
  fleet_list=$(printf '%s' "$SSH_HOSTS" | tr ',' ' ')
  if [ -n "$DRY_RUN" ]; then
    for fleet_n in $fleet_list; do printf 'node/%s/...\t%s %s sh -s -- node --stream\n' "${fleet_n##*@}" "$SSH" "$fleet_n"; done
    DRY_NODE=1
    return 0
  fi
  have "${SSH%% *}" || {
    say "no ${SSH%% *} here"
    return 1
  }
  left
  fleet_time=$((LEFT - RESERVE - 15))
  [ "$fleet_time" -le "$NODE_TIME" ] || fleet_time=$NODE_TIME
  PARALLEL_CALLS_SAVED=$PARALLEL_CALLS
  PARALLEL_CALLS=$PARALLEL
  ssh_all=
  for fleet_n in $fleet_list; do
    [ -z "$STOP" ] || break
    # an address of a known node stands for that node
    ssh_name=$(awk -F'|' -v a="${fleet_n##*@}" '$2 == a { print $1; exit }' "$W/.nodes.k" 2>/dev/null)
    [ -n "$ssh_name" ] || ssh_name=${fleet_n##*@}
    ssh_all="$ssh_all $ssh_name"
    job ssh_node "$fleet_n" "$ssh_name"
  done
  fleet_list=$ssh_all
  PARALLEL_CALLS=$PARALLEL_CALLS_SAVED
}

ssh_node() { # [USER@]HOST NAME
  ssh_name=$2
  safe "$ssh_name"
  ssh_file=$W/.sent.$SAFE
  remote_arguments "$ssh_name" ssh
  now
  printf '%s\n' "$NOW" >"$ssh_file.start"
  remote_input 1 >"$ssh_file.in"
  # root where sudo gives it without asking; else what is possible without
  ssh_run="if [ \"\$(id -u)\" != 0 ] && sudo -n true 2>/dev/null; then exec sudo -n $REMOTE_SH -s -- $ARGUMENTS; else exec $REMOTE_SH -s -- $ARGUMENTS; fi"
  # shellcheck disable=SC2086 # a program and its options
  exec $SSH -o BatchMode=yes -o ConnectTimeout=10 "$1" "$ssh_run" <"$ssh_file.in" >"$ssh_file" 2>"$ssh_file.err" &
  ssh_pid=$!
  left
  [ "$LEFT" -gt "$RESERVE" ] || LEFT=$((RESERVE + 1))
  watch_process "$ssh_pid" "$((LEFT - RESERVE))"
  rm -f "$ssh_file.in"
}
