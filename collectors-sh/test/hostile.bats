# Strange surroundings change nothing.
load helper

@test "locale, IFS, umask, noclobber, set -e, empty PATH, odd variables" {
  out="$BATS_TEST_TMPDIR/a dir with 'quotes\" and spaces"
  mkdir -p "$out"
  # shellcheck disable=SC2086
  env -i PATH='' COLDCASE_PATH="$BIN" LC_ALL=tr_TR.UTF-8 LANG=xx IFS=abc CDPATH=/tmp:/ GREP_OPTIONS=-v TAR_OPTIONS=-v POSIXLY_CORRECT=1 ENV=/nonexistent BASH_ENV=/nonexistent \
    "$BIN/sh" -c "umask 000; set -e; exec $(command -v ${CC_SHELL%% *}) $(case $CC_SHELL in *\ *) echo "${CC_SHELL#* }" ;; esac) '$SCRIPT' node --topic routes,kernel,interfaces --gap 0 --nice 0 --output \"\$0\"" "$out" 2>"$LOG"
  OUT=$out
  opened
  valid_json "$M"
  is "node/$NODE/ip-route.txt" COLLECTED
  [ "$(stat -c %a "$BUNDLE")" = 600 ]
}

@test "a shell with -e, -u, -C and -f on" {
  for o in -e -u -C -f; do
    # shellcheck disable=SC2086
    env -i COLDCASE_PATH="$BIN" PATH="$PATH" $CC_SHELL $o "$SCRIPT" node --topic routes,interfaces,cni --gap 0 --nice 0 --output "$OUT" 2>"$LOG"
    opened
    is "node/$NODE/ip-route.txt" COLLECTED
    rm -f "$BUNDLE"
  done
}

@test "pods and namespaces with names no API server allows" {
  fake crictl "case \$1 in pods) printf '{\n  \"items\": [\n    {\n      \"id\": \"a\",\n      \"metadata\": {\n        \"name\": \"../../-x \\\\\"; reboot #\",\n        \"namespace\": \"\$(reboot)\"\n      },\n      \"state\": \"SANDBOX_READY\"\n    }\n  ]\n}\n' ;; ps) echo '{\"containers\": []}' ;; inspectp) echo '\"pid\": $$,' ;; esac"
  fake nsenter "[ \"\$1\" = -t ] && echo entered"
  fake reboot "touch $BATS_TEST_TMPDIR/rebooted"
  collect node --topic kubernetes,netns,probes --gap 0
  valid_json "$M"
  [ ! -e "$BATS_TEST_TMPDIR/rebooted" ]
  [ -z "$(find "$X" -name '-*' -o -name '*;*')" ]
  ! tar -tf "$BUNDLE" | grep -q '\.\.'
}

@test "a control character or a foreign byte in what a command printed does not break the manifest" {
  fake iptables-save 'printf "\\033[31mred \\377\\376 \\001\" \\\\ end\\n" >&2; exit 3'
  collect node --topic filter --tier 1
  valid_json "$M"
  is "node/$NODE/iptables-save.txt" FAILED exit-status
}

@test "the clock jumps during the run" {
  real=$(command -v date)
  rm "$BIN/date"
  fake date "n=\$(cat $BATS_TEST_TMPDIR/n 2>/dev/null || echo 0); echo \$((n + 1)) >$BATS_TEST_TMPDIR/n; [ \$n -lt 1 ] || set -- \"\$@\" -d '2001-01-01'; exec $real \"\$@\""
  collect node --topic routes,interfaces --gap 0
  start=$(sed -n 's/^  "start": \([0-9]*\),/\1/p' "$M") end=$(sed -n 's/^  "end": \([0-9]*\),/\1/p' "$M")
  [ "$end" -ge "$start" ]
}

@test "an API server that names pods as no API server would" {
  printf 'shop|x$(reboot)|w1||10.244.1.9|Running||c;reboot|0|true|8080|\nshop|-rf|w1||10.244.1.8|Running||x|0|true|8080|\n`reboot`|p|w1||10.244.1.7|Running||x|0|true|8080|\n' >"$BATS_TEST_TMPDIR/pods.k"
  mv "$BIN/kubectl" "$BIN/kubectl.real"
  fake kubectl "case \"\$*\" in *'get pods -A -o jsonpath'*) cat $BATS_TEST_TMPDIR/pods.k ;; *) exec $BIN/kubectl.real \"\$@\" ;; esac"
  fake reboot "touch $BATS_TEST_TMPDIR/rebooted"
  collect cluster --topic podlogs,paths
  valid_json "$M"
  [ ! -e "$BATS_TEST_TMPDIR/rebooted" ]
  ! grep -e '-rf' "$BIN/.calls"
}
