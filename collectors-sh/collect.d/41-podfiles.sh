# shellcheck shell=sh
topic podfiles node 1 'logs' 'without an API server: container logs of this node from /var/log/pods'

# Only when no kubectl run gathers them, or its node's kubelet gave none. The paths and the line format are those of kubectl logs --timestamps.
podfiles_logs() {
  [ -n "$POD_LOGS_HERE" ] || return 0
  podfiles_prefix=$PREFIX
  PREFIX=cluster
  if [ -n "$DRY_RUN" ]; then
    take -l -c logs logs/NS/POD/CONTAINER.log '/var/log/pods/NS_POD_UID/CONTAINER/N.log, last 5000 lines'
    PREFIX=$podfiles_prefix
    return 0
  fi
  podfiles_n=0
  for podfiles_d in /var/log/pods/*/*; do
    [ -d "$podfiles_d" ] || continue
    podfiles_pod=${podfiles_d#/var/log/pods/}
    podfiles_container=${podfiles_pod#*/} podfiles_pod=${podfiles_pod%%/*}
    podfiles_ns=${podfiles_pod%%_*} podfiles_pod=${podfiles_pod#*_}
    podfiles_pod=${podfiles_pod%_*}
    podfiles_class=app-logs podfiles_lines=500
    if system_namespace "$podfiles_ns"; then
      podfiles_class=logs podfiles_lines=5000
    else
      podfiles_n=$((podfiles_n + 1))
      [ "$podfiles_n" -le 40 ] || continue
    fi
    # N.log: N counts restarts
    podfiles_last='' podfiles_before=''
    for podfiles_f in "$podfiles_d"/[0-9].log "$podfiles_d"/[0-9][0-9].log "$podfiles_d"/[0-9][0-9][0-9].log; do
      [ -f "$podfiles_f" ] || continue
      podfiles_before=$podfiles_last podfiles_last=${podfiles_f##*/}
    done
    [ -n "$podfiles_last" ] || continue
    safe "$podfiles_ns" && podfiles_out=logs/$SAFE
    safe "$podfiles_pod" && podfiles_out=$podfiles_out/$SAFE
    safe "$podfiles_container" && podfiles_out=$podfiles_out/$SAFE
    # what the API server gave is there already
    [ ! -s "$W/$PREFIX/$podfiles_out.log" ] || continue
    quote "$podfiles_d/$podfiles_last"
    take -l -c "$podfiles_class" -m 2097152 "$podfiles_out.log" "tail -n $podfiles_lines $QUOTED | sed 's/^\\([^ ]*\\) std[a-z]* [FP] /\\1 /'"
    if [ -n "$podfiles_before" ]; then
      quote "$podfiles_d/$podfiles_before"
      take -l -c "$podfiles_class" -m 2097152 "$podfiles_out.previous.log" "tail -n $podfiles_lines $QUOTED | sed 's/^\\([^ ]*\\) std[a-z]* [FP] /\\1 /'"
    fi
  done
  PREFIX=$podfiles_prefix
}
