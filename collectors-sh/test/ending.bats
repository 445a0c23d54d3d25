# Nothing is lost: however a run ends, what was gathered becomes a bundle.
load helper

# start ARGUMENTS: in the background; waits until the slow tool runs
start() {
  fake nft "touch $BATS_TEST_TMPDIR/slow; sleep 30"
  # job control off: a background job of a script ignores INT, and all of them HUP under nohup, so the collector gets its own defaults back through env
  # shellcheck disable=SC2086
  env -i --default-signal=HUP,INT,TERM HOME="$BATS_TEST_TMPDIR" COLDCASE_PATH="$BIN" PATH="$PATH" $CC_SHELL "$SCRIPT" node --topic routes,filter --gap 0 --nice 0 "$@" --output "$OUT" >/dev/null 2>"$LOG" </dev/null &
  PID=$!
  n=0
  until [ -e "$BATS_TEST_TMPDIR/slow" ] || [ "$n" -gt 600 ]; do sleep 0.1; n=$((n + 1)); done
}

for_signal() {
  start
  kill -s "$1" "$PID"
  rc=0
  wait "$PID" || rc=$?
  [ "$rc" = 1 ]
  opened
  valid_json "$M"
  grep -q "\"interrupted\": \"signal-$1\"" "$M"
  is "node/$NODE/iptables-save.txt" COLLECTED
  [ -z "$(ls -d "$OUT"/coldcase-*/ 2>/dev/null)" ]
  grep -q 'attach: ' "$LOG"
}

@test "INT finishes the tarball" { for_signal INT; }
@test "TERM finishes the tarball" { for_signal TERM; }
@test "HUP finishes the tarball" { for_signal HUP; }

@test "killed for good: pack makes a bundle of what lies there" {
  start
  kill -s KILL "$PID"
  wait "$PID" || :
  dir=$(ls -d "$OUT"/coldcase-*/)
  env -i COLDCASE_PATH="$BIN" PATH="$PATH" $CC_SHELL "$SCRIPT" pack "$dir" 2>"$LOG" || [ $? = 1 ]
  opened
  valid_json "$M"
  is "node/$NODE/iptables-save.txt" COLLECTED
}

@test "the output directory goes away in the middle" {
  fake ip "[ \"\$1\" = -V ] && { echo iproute2; exit; }; rm -rf $OUT; cat $BATS_TEST_DIRNAME/fixtures/node/ip-route.txt"
  collect node --topic filter,routes --tier 1
  grep -q 'is gone' "$LOG"
  [ "$STATUS" = 1 ]
}

@test "a full disk: what fits becomes a bundle" {
  [ "$(id -u)" = 0 ] && unshare -m true 2>/dev/null || skip 'needs root'
  fake iptables-save 'head -c 20000000 /dev/urandom | od -An -tx1'
  # shellcheck disable=SC2086
  run unshare -m sh -c "mount -t tmpfs -o size=8m none $OUT && cd $OUT && { env -i HOME=/ COLDCASE_PATH=$BIN PATH='$PATH' $CC_SHELL $SCRIPT node --topic routes,kernel,filter,sockets --gap 0 --nice 0 --output $OUT 2>$LOG; echo rc \$?; cp $OUT/*.tar* $BATS_TEST_TMPDIR/; }"
  OUT=$BATS_TEST_TMPDIR
  opened
  valid_json "$M"
  grep -q '"interrupted": "disk-full"' "$M"
  grep -q 'disk' "$LOG"
}

@test "a directory that cannot be written" {
  if [ "$(id -u)" = 0 ]; then
    # root can write everywhere but on a read-only file system
    unshare -m true 2>/dev/null || skip 'root without mount namespaces'
    # shellcheck disable=SC2086
    run unshare -m sh -c "mount -t tmpfs -o ro none $OUT && env -i HOME=/ COLDCASE_PATH=$BIN PATH='$PATH' $CC_SHELL $SCRIPT node --topic routes --gap 0 --nice 0 --output $OUT"
  else
    chmod 500 "$OUT"
    # shellcheck disable=SC2086
    run env -i HOME=/ COLDCASE_PATH="$BIN" PATH="$PATH" $CC_SHELL "$SCRIPT" node --topic routes --gap 0 --nice 0 --output "$OUT"
    chmod 700 "$OUT"
  fi
  [ "$status" = 3 ]
  [[ $output == *"cannot create a directory in $OUT"* ]]
}

@test "two runs at the same time do not disturb each other" {
  start &
  collect node --topic routes
  [ "$STATUS" = 0 ]
  wait
}
