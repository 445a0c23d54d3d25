# shellcheck shell=sh
# Command line, order of the phases, last words.

usage() {
  cat <<'USAGE'
Usage: coldcase-collect [cluster|node|all] [options]
       coldcase-collect --all-nodes [options]        from an admin machine, through a short-lived pod per node
       coldcase-collect --ssh HOST,HOST [options]     from an admin machine, through ssh
       coldcase-collect pack DIRECTORY               finish a run that was killed
       coldcase-collect --cleanup                     remove what an interrupted --all-nodes left in the cluster

Gathers the evidence of a Kubernetes network failure into one tarball. Changes nothing. Secret objects are never read.

What
  cluster              the API server's view: objects, events, container logs (needs kubectl)
  node                 this machine (root, or what is possible without)
  all                  both (the default)
  --all-nodes          cluster, and every node through a privileged pod of a namespace that is removed afterwards
  --nodes A,B          only these nodes
  --image IMAGE        image for those pods; default: one that is on the node already and has a shell
  --ssh HOSTS          cluster (if kubectl works), and these hosts; SSH=... names another ssh program
  --tier 1|2|3         1: 20 seconds' worth; 2 (default): two samples, pods' namespaces, probes; 3: path traces too
  --topic A,B          only these topics (--list)
  --exclude-class A,B  leave out classes: pcap, logs, app-logs, probes, configmaps, host-files
  --namespace A,B      gather all container logs of these namespaces
  --since 6h           how far back journals go (default 6h)
  --probe-host H[:P]   also probe this host; repeatable
  --no-outside         do not probe hosts outside of the cluster that applications log as not reached
  --capture [SECONDS]  also record packet headers (128 bytes) around the probes (default 20 s)
  --capture-filter F   tcpdump filter for it
Bounds
  --max-time 300       seconds for the whole run      --max-size 64M   bytes per machine before compression
  --gap 15             seconds between the two samples  --parallel 8   nodes at once
  --nice 19            CPU priority; 0 where a machine is so busy that the lowest one gets nothing done
Output
  --output DIR         where the bundle goes (default: here)
  --split 24M          in pieces of this size
  --pseudonymize       replace public addresses and the names of hosts and namespaces; the mapping stays beside the bundle
  --salt TEXT          the same for several runs of one case: same hashes, same pseudonyms
  --dry-run            print every command and file, run nothing
  --list, --version, --help, --verbose
  --kubeconfig FILE, --context NAME, --node-name NAME

Exit code: 0 complete; 1 a bundle was written, but a node or the API server failed, or the run was cut short; 2 wrong usage; 3 no bundle.
USAGE
}

wrong() {
  say "$1 (--help)"
  exit 2
}

# number NAME VALUE MINIMUM: VALUE or the end
number() {
  case $2 in '' | *[!0-9]*) wrong "$1 needs a number, not '$2'" ;; esac
  [ "$2" -ge "$3" ] || wrong "$1 must be at least $3"
}

# bytes NAME VALUE: 24M, 500k, 1G or plain bytes, into BYTES
bytes() {
  BYTES=${2%[kKmMgG]}
  case $BYTES in '' | *[!0-9]*) wrong "$1 needs a size like 24M, not '$2'" ;; esac
  case $2 in *[kK]) BYTES=$((BYTES * 1024)) ;; *[mM]) BYTES=$((BYTES * 1048576)) ;; *[gG]) BYTES=$((BYTES * 1073741824)) ;; esac
  [ "$BYTES" -ge 1024 ] || wrong "$1 must be at least 1k"
}

defaults() {
  MODE='' TIER=2 TOPICS_WANTED='' EXCLUDE='' NAMESPACES='' SINCE=6h CAPTURE='' CAPTURE_FILTER='' PROBE_HOSTS='' NO_OUTSIDE='' GAP=15
  MAX_TIME=300 NODE_TIME=300 MAX_SIZE=67108864 CMD_TIME=10 CMD_SIZE=1048576 PARALLEL=8 PARALLEL_CALLS=4
  OUTPUT_DIR=. OUTPUT_GIVEN='' SPLIT='' PSEUDONYMIZE='' DRY_RUN='' DRY_NODE='' VERBOSE='' KEEP_DIR='' STREAM=''
  KUBECONFIG_FILE='' KUBE_CONTEXT='' IMAGE='' NODES_WANTED='' SSH_HOSTS='' SSH=${SSH:-ssh} REMOTE_SH=${REMOTE_SH:-sh}
  NODE_NAME_GIVEN='' NODE_MODE=local PACK_DIR='' SALT='' NICE=19
  STOP='' LOST='' RUNNING='' SLEEPER='' SAMPLE='' PREFIX=cluster CLASS=state NODE_END='' SIZE_FULL='' FILTER_KNOWN='' MODULES=''
  CLUSTER_ID='' CLUSTER_SERVER='' CLUSTER_VERSION='' KUBECTL='' FLEET_UP='' FLEET_NS='' FAILED_NODES='' MAPPING='' PARTS='' BUNDLE='' W=''
  CAPTURE_PIDS='' KEEP='' STRICT='' ENVLIST='' API_REASON='' API_DETAIL='' PIDS_ALL='' RESERVE=4
  # what a run on an admin machine tells the runs on the nodes
  TARGETS=${COLDCASE_TARGETS:-} ROUTE_TARGETS=${COLDCASE_ROUTES:-} CLUSTER_DOMAIN=${COLDCASE_DOMAIN:-} POD_LOGS_HERE=${COLDCASE_PODLOGS-1}
  SALT=${COLDCASE_SALT:-}
}

arguments() {
  while [ $# -gt 0 ]; do
    arg_name=$1
    case $1 in
      --*=*)
        arg_name=${1%%=*} arg_value=${1#*=}
        shift
        set -- "$arg_name" "$arg_value" "$@"
        ;;
    esac
    case $1 in
      cluster | node | all)
        [ -z "$MODE" ] || wrong "two modes: $MODE and $1"
        MODE=$1
        shift
        continue
        ;;
      pack)
        [ $# -ge 2 ] || wrong 'pack needs the directory'
        PACK_DIR=$2
        shift 2
        continue
        ;;
      --all-nodes) MODE=all-nodes ;;
      --pseudonymize) PSEUDONYMIZE=1 ;;
      --dry-run) DRY_RUN=1 ;;
      --no-outside) NO_OUTSIDE=1 ;;
      --verbose) VERBOSE=1 ;;
      --stream) STREAM=1 ;;
      --keep-directory) KEEP_DIR=1 ;;
      --list)
        list_topics
        exit 0
        ;;
      --version)
        printf 'coldcase-collect %s, bundle format 1\n' "$VERSION"
        exit 0
        ;;
      --help | -h | help)
        usage
        exit 0
        ;;
      --cleanup) MODE=cleanup ;;
      --capture)
        CAPTURE=20
        case ${2:-} in
          '' | *[!0-9]*) : ;;
          *)
            CAPTURE=$2
            shift
            ;;
        esac
        ;;
      --nodes | --image | --ssh | --tier | --topic | --exclude-class | --namespace | --since | --probe-host | --capture-filter | --max-time | --max-size | --gap | --parallel | --output | --split | --salt | --kubeconfig | --context | --node-name | --node-mode | --nice)
        [ $# -ge 2 ] || wrong "$1 needs a value"
        arg_value=$2
        case $1 in
          --nodes) NODES_WANTED=$2 ;;
          --image) IMAGE=$2 ;;
          --ssh) MODE=ssh SSH_HOSTS=$2 ;;
          --tier)
            TIER=$2
            case $TIER in [123]) : ;; *) wrong "--tier is 1, 2 or 3, not '$2'" ;; esac
            ;;
          --topic) TOPICS_WANTED=$2 ;;
          --exclude-class) EXCLUDE=$2 ;;
          --namespace) NAMESPACES=$2 ;;
          --since)
            SINCE=$2
            case $SINCE in [0-9]*[smhd]) : ;; *) wrong "--since is like 90m, 6h or 2d, not '$2'" ;; esac
            case ${SINCE%[smhd]} in *[!0-9]*) wrong "--since is like 90m, 6h or 2d, not '$2'" ;; esac
            ;;
          --probe-host)
            case $2 in '' | -* | *[!A-Za-z0-9.:_-]*) wrong "--probe-host is a host name or address, not '$2'" ;; esac
            PROBE_HOSTS="$PROBE_HOSTS $2"
            ;;
          --capture-filter) CAPTURE_FILTER=$2 ;;
          --max-time) number "$1" "$2" 5 && MAX_TIME=$2 ;;
          --max-size) bytes "$1" "$2" && MAX_SIZE=$BYTES ;;
          --gap) number "$1" "$2" 0 && GAP=$2 ;;
          --parallel) number "$1" "$2" 1 && PARALLEL=$2 ;;
          --output) OUTPUT_DIR=$2 OUTPUT_GIVEN=1 ;;
          --split) bytes "$1" "$2" && SPLIT=$BYTES ;;
          --salt) SALT=$2 ;;
          --kubeconfig) KUBECONFIG_FILE=$2 ;;
          --context) KUBE_CONTEXT=$2 ;;
          --node-name) NODE_NAME_GIVEN=$2 ;;
          --node-mode) NODE_MODE=$2 ;;
          --nice) number "$1" "$2" 0 && NICE=$2 ;;
        esac
        shift
        ;;
      *) wrong "unknown argument '$1'" ;;
    esac
    shift
  done
  MODE=${MODE:-all}
  # a word that is no topic would silently gather nothing
  for arg_t in $(printf '%s' "$TOPICS_WANTED" | tr ',' ' '); do
    case "$NL$TOPICS" in *"$NL$arg_t|"*) : ;; *) [ "$arg_t" = ip-json ] || wrong "unknown topic '$arg_t' (--list)" ;; esac
  done
  for arg_t in $(printf '%s' "$EXCLUDE" | tr ',' ' '); do
    case $arg_t in config | state | rules | configmaps | logs | app-logs | probes | pcap | host-files) : ;; *) wrong "unknown class '$arg_t'" ;; esac
  done
  if [ "$MAX_TIME" -lt 20 ]; then RESERVE=2; fi
  [ "$NODE_TIME" -le "$MAX_TIME" ] || NODE_TIME=$MAX_TIME
}

# on_signal NAME: the command that runs is ended, nothing new starts, what there is gets packed
on_signal() {
  [ -z "$STOP" ] || return 0
  STOP=signal-$1
  [ -n "$STREAM" ] || {
    progress_end
    say "stopped by SIG$1; packing what there is"
  }
  [ -z "$RUNNING" ] || end_group "$RUNNING"
  [ -z "$SLEEPER" ] || kill -s KILL "$SLEEPER" 2>/dev/null
}

surroundings() {
  HOST_NAME=$(hostname 2>/dev/null || uname -n 2>/dev/null || cat /proc/sys/kernel/hostname 2>/dev/null)
  UID_NUMBER=$(id -u 2>/dev/null)
  PRIVILEGE=user
  [ "$UID_NUMBER" != 0 ] || PRIVILEGE=root
  SHELL_NAME=$(readlink "/proc/$$/exe" 2>/dev/null)
  SHELL_NAME=${SHELL_NAME:-unknown}
  hash_tool
  [ -n "$SALT" ] || SALT=$(od -An -v -tx1 -N16 /dev/urandom 2>/dev/null | tr -d ' \n')
  [ -n "$SALT" ] || SALT=$EPOCH0-$$
  MACHINE_ID=
  surroundings_id=
  read -r surroundings_id 2>/dev/null </etc/machine-id
  [ -z "$surroundings_id" ] || {
    salted "$surroundings_id"
    MACHINE_ID=$SALTED
  }
  SELF_SHA=
  # shellcheck disable=SC2086
  [ -z "$SELF_FILE" ] || [ -z "$SHA256" ] || SELF_SHA=$($SHA256 <"$SELF_FILE" 2>/dev/null | cut -d' ' -f1)
  OPENSSL=
  ! have openssl || ! have base64 || OPENSSL=openssl
  [ -n "$CLUSTER_DOMAIN" ] || CLUSTER_DOMAIN=$(sed -n 's/^clusterDomain: *//p' /var/lib/kubelet/config.yaml 2>/dev/null | head -n 1)
  case $CLUSTER_DOMAIN in '' | *[!A-Za-z0-9.-]*) CLUSTER_DOMAIN=cluster.local ;; esac
  case $MODE in
    node) BUNDLE_NAME=${NODE_NAME_GIVEN:-$HOST_NAME} ;;
    *) BUNDLE_NAME=cluster ;;
  esac
  safe "${BUNDLE_NAME:-host}"
  BUNDLE_NAME=$SAFE
}

# cluster_possible: is there kubectl and an answer; says in the manifest why not
cluster_possible() {
  PREFIX=cluster CLASS=config
  if ! find_kubectl; then
    for cluster_f in nodes.json pods.json services.json endpointslices.json events.json configmaps.json; do not_taken "$cluster_f" "$NO_KUBECTL" 'kubectl with a kubeconfig'; done
    say "no kubectl or no kubeconfig: nothing of the API server is gathered"
    return 1
  fi
  [ -z "$DRY_RUN" ] || return 0
  CLUSTER_SERVER=$(k config view --minify -o 'jsonpath={.clusters[0].cluster.server}' | sed 's|//[^/@]*@|//|')
  if api_answers; then
    inventory
    TARGETS=$(api_targets)
    ROUTE_TARGETS=$(api_route_targets)
    return 0
  fi
  say "the API server does not answer: $API_DETAIL"
  take -m 65536 readyz.txt "$KUBECTL get --raw '/readyz?verbose' --request-timeout=5s"
  for cluster_f in nodes.json pods.json services.json endpointslices.json events.json configmaps.json; do
    record "cluster/$cluster_f" config 1 "$NOW" "$NOW" false FAILED "$API_REASON" false "$API_DETAIL" "$KUBECTL get ..."
  done
  KUBECTL=
  return 1
}

collect_cluster_before() {
  PREFIX=cluster
  [ -n "$DRY_RUN" ] || outside_logs
  run_phase cluster before
  jobs_done
  [ -n "$DRY_RUN" ] || TARGETS=$TARGETS$NL$(outside_targets)
}
collect_cluster_during() {
  PREFIX=cluster
  run_phase cluster during
}
collect_cluster_after() {
  PREFIX=cluster
  if [ -z "$STOP" ]; then run_phase cluster after; fi
  jobs_done
}

# last_words: what to attach, how large it is, what is missing
last_words() {
  progress_end
  mono
  words_all=$(awk -F'\t' '{ s[$1] = $7; r[$1] = $8 } END { for (p in s) n[s[p]]++; printf "%d collected, %d empty, %d truncated, %d failed, %d timed out, %d not attempted", n["COLLECTED"], n["EMPTY"], n["TRUNCATED"], n["FAILED"], n["TIMED_OUT"], n["NOT_ATTEMPTED"] }' "$1")
  awk -F'\t' '$7 == "FAILED" || $7 == "TIMED_OUT" || $7 == "TRUNCATED" || $7 == "NOT_ATTEMPTED" && $8 !~ /^(not-applicable|excluded|not-loaded)$/ { if (!seen[$1]++ && n++ < 15) printf "  %s: %s (%s)%s\n", $1, $7, $8, ($10 == "" ? "" : " " substr($10, 1, 80)); else if (n >= 15) more++ } END { if (more > 0) printf "  ... and %d more, see manifest.json\n", more }' "$1" >&2
  say "$words_all; $((MONO - MONO0)) s"
  [ -z "$FAILED_NODES" ] || say "nothing from these nodes:$FAILED_NODES"
  [ -z "$STOP" ] || say "the run was cut short: $STOP"
  [ -z "$MAPPING" ] || say "keep this file to yourself, it undoes the pseudonyms: $MAPPING"
  for words_f in "$BUNDLE" "$BUNDLE".part-*; do
    [ -f "$words_f" ] || continue
    words_hash=
    # shellcheck disable=SC2086
    [ -z "$SHA256" ] || words_hash=" sha256 $($SHA256 <"$words_f" | cut -d' ' -f1)"
    say "attach: $words_f ($(wc -c <"$words_f" | tr -d ' ') bytes)$words_hash"
  done
}

# stream_out: a run for another machine: the parts and the records as tar on standard output
stream_out() {
  rm -f "$W/.reserve"
  find "$W" -name '*~' -type f -exec rm -f {} \; 2>/dev/null
  printf '%s\n' "$EPOCH0" >"$W/.start"
  (
    cd "${W%/*}" || exit 1
    set -- "$NAME/.nodes" "$NAME/.records" "$NAME/.start" "$NAME/node"
    [ ! -d "$NAME/cluster" ] || set -- "$@" "$NAME/cluster"
    if have gzip; then tar -cf - "$@" 2>/dev/null | gzip -6; else tar -cf - "$@" 2>/dev/null; fi
  )
  rm -rf "$W"
}

# pack_again DIRECTORY: what a killed run left becomes a bundle
pack_again() {
  [ -d "$1/cluster" ] || [ -d "$1/node" ] || wrong "$1 is no directory of a run"
  W=$(cd "$1" && pwd) NAME=${1%/}
  NAME=${NAME##*/} OUTPUT_USED=${W%/*} KEEP_DIR=1
  OUTPUT_DIR=$OUTPUT_USED
  [ -f "$W/.records" ] || : >"$W/.records"
  [ -f "$W/.nodes" ] || : >"$W/.nodes"
  STOP=signal-TERM
}

main() {
  harden
  own_temp "$@"
  defaults
  arguments "$@"
  start_clock
  surroundings
  export W SH AWK_MASK AWK_JSON AWK_TEXT OPENSSL KEEP STRICT ENVLIST PROBES
  [ "$MODE" != cleanup ] || {
    cleanup_all
    exit
  }
  if [ -n "$PACK_DIR" ]; then
    pack_again "$PACK_DIR"
    pack || exit 3
    last_words "$W/.records"
    exit 1
  fi
  if ! have awk; then
    say "awk is missing: without it nothing can be freed from secrets, so nothing is gathered"
    exit 3
  fi
  if [ -n "$DRY_RUN" ]; then
    W=/nonexistent
  else
    case $OUTPUT_DIR in /*) : ;; *) OUTPUT_DIR=$(pwd)/$OUTPUT_DIR ;; esac
    OUTPUT_DIR=${OUTPUT_DIR%/.}
    [ -z "$STREAM" ] || OUTPUT_DIR=$TEMP
    new_work_dir || exit 3
    : >"$W/.records" && : >"$W/.nodes" || exit 3
    for main_s in INT TERM HUP; do
      # shellcheck disable=SC2064 # the name is meant now
      trap "on_signal $main_s" "$main_s"
    done
    trap '' PIPE
    be_nice
  fi
  main_cluster=
  case $MODE in
    cluster | all | all-nodes | ssh)
      if cluster_possible; then
        main_cluster=1
        POD_LOGS_HERE=
      fi
      ;;
  esac
  # what was asked for could not even begin
  main_nothing=
  case $MODE in cluster | all-nodes) [ -n "$main_cluster" ] || main_nothing=1 ;; esac
  if [ "$MODE" = cluster ] && [ -z "$main_cluster" ] && [ -z "$DRY_RUN" ]; then
    say "this machine can still be gathered by itself: coldcase-collect node"
  fi
  [ -z "$main_cluster" ] || collect_cluster_before
  case $MODE in
    cluster) [ -z "$main_cluster" ] || collect_cluster_during ;;
    node) collect_node ;;
    all)
      [ -z "$main_cluster" ] || collect_cluster_during
      collect_node
      ;;
    all-nodes)
      if [ -n "$main_cluster" ]; then
        collect_by_pods
        main_fleet=$?
        # the logs are fetched while the nodes work
        fleet_jobs=$JOBS JOBS='' JOB_COUNT=0
        collect_cluster_during
        JOBS="$JOBS$fleet_jobs"
        [ -n "$DRY_RUN" ] || [ "$main_fleet" != 0 ] || collect_pods_done pod
        # this machine can look at itself where its pod could not
        if failed_here; then main_fleet=1; fi
      else
        say "without the API server no pods can be made; run this script on the nodes: coldcase-collect node, or --ssh"
        main_fleet=1
      fi
      # on a node, a control plane most of all, this machine alone may tell why no pods can be made
      if [ "$main_fleet" != 0 ] && { [ -e /var/lib/kubelet/config.yaml ] || [ -d /etc/kubernetes/manifests ]; }; then
        say "this machine is a node: it is gathered"
        collect_node
        told_here
      fi
      ;;
    ssh)
      collect_by_ssh
      main_fleet=$?
      fleet_jobs=$JOBS JOBS='' JOB_COUNT=0
      [ -z "$main_cluster" ] || collect_cluster_during
      JOBS="$JOBS$fleet_jobs"
      [ -n "$DRY_RUN" ] || [ "$main_fleet" != 0 ] || collect_pods_done ssh
      ;;
  esac
  [ -z "$main_cluster" ] || collect_cluster_after
  if [ -n "$DRY_RUN" ]; then
    [ -z "$DRY_NODE" ] || collect_node
    exit 0
  fi
  left
  [ -n "$STOP" ] || [ "$LEFT" -gt 0 ] || STOP=max-time
  trap '' INT TERM HUP
  fleet_cleanup
  if [ -n "$STREAM" ]; then
    stream_out
    exit 0
  fi
  progress 'packing'
  cp "$W/.records" "$W/.records.last" 2>/dev/null
  main_records=$(cat "$W/.records")
  pack || exit 3
  [ -z "$SPLIT" ] || split_bundle
  main_tmp=$BUNDLE.~$$
  printf '%s\n' "$main_records" >"$main_tmp" && last_words "$main_tmp"
  rm -f "$main_tmp"
  main_rc=0
  [ -z "$STOP$FAILED_NODES$LOST$main_nothing" ] || main_rc=1
  exit "$main_rc"
}
