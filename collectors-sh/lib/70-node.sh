# shellcheck shell=sh
# One node: this machine.

# find_processes: pids by name, into PIDS_<name> (a blank-separated list) and PIDS_ALL. No process is started for it.
find_processes() {
  PIDS_kubelet='' PIDS_kube_proxy='' PIDS_containerd='' PIDS_dockerd='' PIDS_crio='' PIDS_flanneld='' PIDS_calico_node='' PIDS_coredns=''
  PIDS_kube_apiserver='' PIDS_kube_controller='' PIDS_bird='' PIDS_cilium_agent='' PIDS_etcd='' PIDS_ALL=''
  for find_d in /proc/[0-9]*; do
    find_c=
    read -r find_c 2>/dev/null <"$find_d/comm" || continue
    find_p=${find_d#/proc/}
    case $find_c in
      kubelet) PIDS_kubelet="$PIDS_kubelet$find_p " ;;
      kube-proxy) PIDS_kube_proxy="$PIDS_kube_proxy$find_p " ;;
      containerd) PIDS_containerd="$PIDS_containerd$find_p " ;;
      dockerd) PIDS_dockerd="$PIDS_dockerd$find_p " ;;
      crio) PIDS_crio="$PIDS_crio$find_p " ;;
      flanneld) PIDS_flanneld="$PIDS_flanneld$find_p " ;;
      calico-node) PIDS_calico_node="$PIDS_calico_node$find_p " ;;
      coredns) PIDS_coredns="$PIDS_coredns$find_p " ;;
      kube-apiserver) PIDS_kube_apiserver="$PIDS_kube_apiserver$find_p " ;;
      kube-controller | kube-controller-*) PIDS_kube_controller="$PIDS_kube_controller$find_p " ;;
      bird) PIDS_bird="$PIDS_bird$find_p " ;;
      cilium-agent) PIDS_cilium_agent="$PIDS_cilium_agent$find_p " ;;
      etcd) PIDS_etcd="$PIDS_etcd$find_p " ;;
      *) continue ;;
    esac
    PIDS_ALL="$PIDS_ALL$find_p "
  done
}

# kubelet_path: programs that the kubelet can call can be called here too (k3s, rke2, own installations)
kubelet_path() {
  path_pid=${PIDS_kubelet%% *}
  [ -n "$path_pid" ] && [ -z "${COLDCASE_PATH:-}" ] || return 0
  path_more=$(tr '\0' '\n' 2>/dev/null <"/proc/$path_pid/environ" | sed -n 's/^PATH=//p' | head -n 1)
  case $path_more in /*) PATH=$PATH:$path_more ;; esac
}

# find_runtime: crictl needs to be told its socket where no configuration does
find_runtime() {
  [ -z "${CONTAINER_RUNTIME_ENDPOINT:-}" ] && [ ! -r /etc/crictl.yaml ] || return 0
  for find_s in /run/containerd/containerd.sock /run/k3s/containerd/containerd.sock /run/crio/crio.sock /var/run/cri-dockerd.sock; do
    [ -S "$find_s" ] || continue
    CONTAINER_RUNTIME_ENDPOINT=unix://$find_s
    export CONTAINER_RUNTIME_ENDPOINT
    return 0
  done
}

# node_name: the name of this node in the cluster, as far as the machine knows it
node_name() {
  [ -z "$NODE_NAME_GIVEN" ] || {
    NODE=$NODE_NAME_GIVEN
    return 0
  }
  NODE=
  node_pid=${PIDS_kubelet%% *}
  [ -z "$node_pid" ] || NODE=$(tr '\0' '\n' 2>/dev/null <"/proc/$node_pid/cmdline" | sed -n 's/^--hostname-override=//p' | head -n 1)
  [ -n "$NODE" ] || NODE=$(printf '%s' "$HOST_NAME" | tr '[:upper:]' '[:lower:]')
}

# size_check: stops further artifacts when the node's share is used up
size_check() {
  [ -z "$DRY_RUN" ] || return 0
  size_kib=$(du -sk "$W" 2>/dev/null | cut -f1)
  if [ "${size_kib:-0}" -gt "$((MAX_SIZE / 1024))" ] && [ -z "$SIZE_FULL" ]; then
    SIZE_FULL=1
    say "the limit of $MAX_SIZE bytes is reached; the rest is left out (--max-size)"
  fi
}

# collect_node: all topics of this machine, in the order that makes growth, probes and captures comparable
collect_node() {
  find_processes
  kubelet_path
  find_runtime
  node_name
  safe "$NODE"
  PREFIX=node/$SAFE
  [ -n "$DRY_RUN" ] || load_module_list
  NEED_IP=iproute2-ip
  # busybox's ip is another program under the same name
  case $(quick 5 "$SH" -c 'ip -V' 2>&1) in *iproute2*) NEED_IP=ip ;; esac
  mono
  NODE_END=$((MONO + NODE_TIME))
  node_start_epoch=$EPOCH0 node_start=$MONO
  node_start_epoch=$((EPOCH0 + MONO - MONO0))
  SAMPLE=t0
  run_phase node sample
  SAMPLE=
  node_sampled=$MONO
  run_phase node state
  size_check
  run_phase node probe
  if [ "$TIER" -ge 2 ] && [ -z "$STOP" ] && [ -z "$DRY_RUN" ]; then
    # growth needs some time between the samples; a capture runs as long as it was asked to
    mono
    node_rest=$((node_sampled + GAP - MONO))
    [ -z "${CAPTURE_PIDS:-}" ] || [ "$((CAPTURE_END - MONO))" -le "$node_rest" ] || node_rest=$((CAPTURE_END - MONO))
    left
    [ "$node_rest" -le $((LEFT - RESERVE)) ] || node_rest=$((LEFT - RESERVE))
    if [ "$node_rest" -gt 0 ]; then
      progress "waiting $node_rest s for the second sample"
      sleep "$node_rest" >/dev/null 2>&1 &
      SLEEPER=$!
      wait "$SLEEPER" 2>/dev/null
      kill -s KILL "$SLEEPER" 2>/dev/null
      SLEEPER=
    fi
    SAMPLE=t1
    run_phase node sample
    SAMPLE=
  elif [ -n "${CAPTURE_PIDS:-}" ]; then capture_stop; fi
  size_check
  run_phase node logs
  NODE_END=
  now
  node_status=COLLECTED node_reason=''
  [ -z "$STOP" ] || node_status=FAILED node_reason=interrupted
  # times speaks of the shell that runs it: not in a substitution. ksh93 ends when it cannot write what times says.
  [ -n "$DRY_RUN" ] || [ "$STOP" = disk-full ] || times >"$W/.times" 2>/dev/null
  [ -n "$DRY_RUN" ] || node_line "$NODE" "$NODE_MODE" "$node_status" "$node_reason" "$STOP" "$node_start_epoch" "$NOW" 0 "$(cpu_seconds)"
}

# cpu_seconds: what this run and its children used, from the shell's own accounting in .times
cpu_seconds() {
  [ -f "$W/.times" ] || {
    printf null
    return 0
  }
  awk 'NF >= 2 { for (i = 1; i <= 2; i++) { split($i, t, /[ms]/); s += t[1] * 60 + t[2] } } END { if (s > 0) printf "%.2f", s; else printf "null" }' "$W/.times"
}
