# For the scripts of this folder: LAB_SCRIPT (the lab's own script), OUT, the built single file, and how to collect.
# shellcheck shell=bash

here=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
state=${LAB:-/var/lib/coldcase-lab}/clusters/${CLUSTER:-a}
built=$(mktemp -d)
trap 'rm -rf "$built"' EXIT
"$here/build" "$built" >/dev/null

lab() { "$LAB_SCRIPT" "$@"; }

# put NODE: the single file onto a node
put() {
  mkdir -p "$state/nodes/$1/root/out"
  cp "$built/coldcase-collect.sh" "$state/nodes/$1/root/"
}

# fetch NAME NODE SECONDS STATUS: the bundle of a run becomes OUT/NAME.tar.gz, and a line says how it went
fetch() {
  local bundle
  # shellcheck disable=SC2012
  bundle=$(ls -t "$state/nodes/$2"/root/out/*.tar* 2>/dev/null | head -n 1)
  [ -z "$bundle" ] || mv "$bundle" "$OUT/$1.tar.gz"
  printf '%s\texit %s\t%s s\t%s bytes\tload %s\t%s\n' "$1" "$4" "$3" "$(stat -c %s "$OUT/$1.tar.gz" 2>/dev/null || echo 0)" "$(cut -d' ' -f1 /proc/loadavg)" \
    "$(grep ' collected, ' "$OUT/$1.log" | tail -n 1 | sed 's/^coldcase-collect: //')" | tee -a "$OUT/runs.tsv"
}

# collect NAME NODE ARGUMENTS: the single file under busybox ash on a node
collect() {
  local name=$1 node=$2 start=$SECONDS rc=0
  shift 2
  put "$node"
  # shellcheck disable=SC2086 # several options
  lab node "$node" busybox ash /root/coldcase-collect.sh "$@" --output /root/out ${COLLECT_OPTIONS:-} 2>"$OUT/$name.log" >/dev/null || rc=$?
  fetch "$name" "$node" $((SECONDS - start)) "$rc"
}

# head_of WORD FILE: what "# WORD: ..." of a fault's script says
head_of() { sed -n "s/^# $1: *//p" "$2" | head -n 1; }
