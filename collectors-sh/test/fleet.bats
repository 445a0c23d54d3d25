# Other nodes, through pods and through ssh. The fakes let every pod be this machine.
load helper

@test "--all-nodes: every node's part, the API dump before and after, and the pods are gone" {
  collect --all-nodes --gap 0 --max-time 280
  [ "$STATUS" = 0 ]
  valid_json "$M"
  for n in cp1 w1 w2; do
    is "node/$n/ip-route.txt" COLLECTED
    [ -s "$X/node/$n/probes.txt" ]
  done
  is cluster/pods.json COLLECTED
  is cluster/after/pods.json COLLECTED
  grep -q '"mode": "all-nodes"' "$M"
  [ "$(grep -c '"mode": "pod"' "$M")" = 3 ]
  ns=$(grep -o 'delete namespace coldcase-[0-9-]*' "$BIN/.calls" | head -n 1)
  [ -n "$ns" ]
  grep -q 'tcp 10.96.0.1 443' "$X/node/w1/probes.txt"
  ! grep -i secret "$BIN/.calls"
  # the watches over the calls have ended with them
  ! pgrep -f "^sleep 2[0-9][0-9]$" -a | while read -r pid rest; do grep -qs "$BIN" "/proc/$pid/environ" && echo "left: $pid $rest"; done | grep .
}

@test "--all-nodes: a node that fails leaves its reason, the others go on" {
  mv "$BIN/kubectl" "$BIN/kubectl.real"
  fake kubectl "case \"\$*\" in *'exec -i'*) read -r salt; case \$(cat) in *) : ;; esac; case \"\$*\" in *--node-name*w1*) echo 'error dialing backend: dial tcp 172.30.0.21:10250: connect: no route to host' >&2; exit 1 ;; esac ;; esac; exec $BIN/kubectl.real \"\$@\""
  collect --all-nodes --gap 0 --tier 1 --nodes w1 --max-time 280
  [ "$STATUS" = 1 ]
  grep '"name": "w1"' "$M" | grep -q '"status": "FAILED", "reason": "unreachable"'
  grep -q 'nothing from these nodes: w1' "$LOG"
  grep -q 'delete namespace coldcase-' "$BIN/.calls"
}

@test "--all-nodes without the right to make pods" {
  mv "$BIN/kubectl" "$BIN/kubectl.real"
  fake kubectl "case \"\$*\" in *create*) echo 'Error from server (Forbidden): namespaces is forbidden' >&2; exit 1 ;; *) exec $BIN/kubectl.real \"\$@\" ;; esac"
  collect --all-nodes --tier 1
  [ "$STATUS" = 1 ]
  is cluster/pods.json COLLECTED
  grep '"name": "w1"' "$M" | grep -q '"reason": "refused"'
}

@test "--all-nodes on a node whose API server lists no nodes: the node itself, and ConfigMaps one by one" {
  [ "$(id -u)" = 0 ] || skip "plants files in a mount namespace, needs root"
  mv "$BIN/kubectl" "$BIN/kubectl.real"
  fake kubectl "case \"\$*\" in *'get nodes'* | *'get configmaps -A'*) echo 'Error from server (Timeout): the server was unable to return a response in the time allotted' >&2; exit 1 ;; *) exec $BIN/kubectl.real \"\$@\" ;; esac"
  STATUS=0
  # shellcheck disable=SC2016,SC2086 # CC_SHELL may be two words
  env -i HOME=/ COLDCASE_PATH="$BIN" PATH="$PATH" KUBECONFIG=/dev/null unshare -m sh -c 'mount -t tmpfs none /var/lib && mkdir /var/lib/kubelet && : >/var/lib/kubelet/config.yaml || exit 77; exec "$@"' - $CC_SHELL "$SCRIPT" --all-nodes --tier 1 --gap 0 --nice 0 --output "$OUT" >"$BATS_TEST_TMPDIR/stdout" 2>"$LOG" </dev/null || STATUS=$?
  [ "$STATUS" != 77 ] || skip "no mount namespaces here"
  opened
  grep -q 'this machine is a node: it is gathered' "$LOG"
  is "node/$NODE/ip-route.txt" COLLECTED
  is cluster/configmaps.json COLLECTED
}

@test "--all-nodes on a node whose own pod fails: the node is gathered all the same, and told once" {
  [ "$(id -u)" = 0 ] || skip "plants files in a mount namespace, needs root"
  mv "$BIN/kubectl" "$BIN/kubectl.real"
  fake kubectl "case \"\$*\" in *'exec -i'*) read -r salt; case \$(cat) in *) : ;; esac; echo 'error: Internal error occurred: unable to upgrade connection: Unauthorized' >&2; exit 1 ;; *) exec $BIN/kubectl.real \"\$@\" ;; esac"
  fake hostname 'echo W1'
  STATUS=0
  # shellcheck disable=SC2016,SC2086 # CC_SHELL may be two words
  env -i HOME=/ COLDCASE_PATH="$BIN" PATH="$PATH" KUBECONFIG=/dev/null unshare -m sh -c 'mount -t tmpfs none /var/lib && mkdir /var/lib/kubelet && : >/var/lib/kubelet/config.yaml || exit 77; exec "$@"' - $CC_SHELL "$SCRIPT" --all-nodes --nodes w1,w2 --tier 1 --gap 0 --nice 0 --output "$OUT" >"$BATS_TEST_TMPDIR/stdout" 2>"$LOG" </dev/null || STATUS=$?
  [ "$STATUS" != 77 ] || skip "no mount namespaces here"
  [ "$STATUS" = 1 ]
  opened
  valid_json "$M"
  is node/w1/ip-route.txt COLLECTED
  [ "$(grep -c '"name": "w1"' "$M")" = 1 ]
  grep '"name": "w1"' "$M" | grep -q '"status": "COLLECTED"'
  grep '"name": "w2"' "$M" | grep -q '"status": "FAILED", "reason": "refused"'
  grep -q 'nothing from these nodes: w2$' "$LOG"
}

@test "--cleanup removes the namespaces of runs that died" {
  echo namespace/coldcase-1 >"$BIN/.namespaces"
  env -i HOME=/ COLDCASE_PATH="$BIN" PATH="$PATH" KUBECONFIG=/dev/null $CC_SHELL "$SCRIPT" --cleanup
  grep -q 'delete namespace/coldcase-1' "$BIN/.calls"
}

@test "--ssh: runs there, brings the part here" {
  fake ssh 'while [ $# -gt 0 ]; do case $1 in -o) shift 2 ;; *) break ;; esac; done; shift; exec sh -c "$1"'
  # the far side has the same tools
  mv "$BIN/sh" "$BIN/sh.real"
  fake sh "COLDCASE_PATH=$BIN; export COLDCASE_PATH; exec $BIN/sh.real \"\$@\""
  sed -i "1s|.*|#!$(readlink -f "$BIN/sh.real")|" "$BIN/sh"
  collect --ssh root@hostb,172.30.0.22 --gap 0 --tier 1 --max-time 200
  valid_json "$M"
  is node/hostb/ip-route.txt COLLECTED
  # an address that the API server knows stands for that node
  is node/w2/ip-route.txt COLLECTED
}
