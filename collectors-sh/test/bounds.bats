# Every command has a limit in time and size, whatever it does.
load helper

@test "a command that hangs and ignores TERM is killed, and the rest is gathered" {
  fake iptables-save 'trap "" TERM INT HUP; echo "*nat"; while :; do sleep 600; done'
  collect node --topic filter,routes --tier 1 --max-time 40
  is "node/$NODE/iptables-save.txt" TIMED_OUT timed-out
  is "node/$NODE/ip-route.txt" COLLECTED
  grep -q '^\*nat' "$X/node/$NODE/iptables-save.txt"
  grep -q '^#rc 124' "$X/node/$NODE/iptables-save.txt"
  run pgrep -f "$BIN/iptables-save"
  [ "$status" = 1 ]
}

@test "output without end is cut and said to be cut" {
  fake ip 'case "$*" in -V) echo iproute2 ;; *rule*) yes "0: from all lookup local" ;; *route*) cat /dev/zero ;; esac'
  collect node --topic routes --tier 1
  is "node/$NODE/ip-rule.txt" TRUNCATED size-limit
  grep -q '^#truncated 1' "$X/node/$NODE/ip-rule.txt"
  [ "$(wc -c <"$X/node/$NODE/ip-rule.txt")" -lt 300000 ]
  # 8 MB without a single newline
  is "node/$NODE/ip-route.txt" TRUNCATED size-limit || is "node/$NODE/ip-route.txt" TIMED_OUT
}

@test "a child that leaves its process group cannot keep the collector waiting" {
  fake ss 'setsid sh -c "trap \"\" TERM HUP; sleep 120" & echo started; sleep 600'
  collect node --topic sockets,routes --max-time 60 --tier 1
  is "node/$NODE/ss.txt" TIMED_OUT
  is "node/$NODE/ip-route.txt" COLLECTED
}

@test "the whole run ends near --max-time although every tool hangs; what was not reached says so" {
  for t in ip iptables-save nft ss nstat conntrack bridge tc ethtool crictl dmesg journalctl; do fake "$t" '[ "$1" != -V ] || exit 0; trap "" TERM; sleep 600'; done
  start=$(date +%s)
  collect node --max-time 15
  # promised are 20 s; a busy machine gets some more, but far less than the sum of the limits of single commands
  took=$(($(date +%s) - start))
  echo "took $took s"
  [ "$took" -lt 40 ]
  [ "$STATUS" = 1 ]
  grep -q '"interrupted": "max-time"' "$M"
  grep -q '"reason": "budget"' "$M"
  # and nothing that was started is left
  run pgrep -f "$BIN/"
  [ "$status" = 1 ] || { ps -f -p "$(printf '%s' "$output" | tr '\n' ',')"; false; }
}

@test "a million connections give a sample and counts" {
  fake conntrack 'case $1 in -S) : ;; *) awk "BEGIN { for (i = 0; i < 1000000; i++) print \"ipv4     2 udp      17 4 src=10.244.1.3 dst=10.96.0.10 sport=\" i % 65536 \" dport=99 [UNREPLIED] mark=0 use=1\" }" ;; esac'
  [ -e /proc/sys/net/netfilter/nf_conntrack_count ] || skip 'no connection tracking on this machine'
  collect node --topic conntrack --gap 0 --max-time 120
  f=$X/node/$NODE/conntrack-sample.txt
  [ "$(wc -l <"$f")" -lt 4100 ]
  is "node/$NODE/conntrack-sample.txt" COLLECTED || is "node/$NODE/conntrack-sample.txt" TIMED_OUT
}

@test "the size limit of a machine stops further artifacts" {
  fake iptables-save 'head -c 3000000 /dev/urandom | od -An -tx1'
  collect node --topic filter,nodelogs --max-size 1M --gap 0
  grep -q '"reason": "budget"' "$M"
}

@test "a second sample that hangs leaves the first one whole" {
  fake iptables-save "n=\$(cat $BATS_TEST_TMPDIR/n 2>/dev/null || echo 0); echo \$((n + 1)) >$BATS_TEST_TMPDIR/n; cat $BATS_TEST_DIRNAME/fixtures/node/iptables-save.txt; [ \$n = 0 ] || sleep 600"
  collect node --topic filter --gap 0 --max-time 60
  is "node/$NODE/iptables-save.txt" COLLECTED
  artifact "node/$NODE/iptables-save.txt" | grep -q '"detail": "no second sample: TIMED_OUT'
  [ "$(grep -c '^== t[01] ' "$X/node/$NODE/iptables-save.txt")" = 1 ]
}

@test "what a hung command printed before is kept, also on a slow machine" {
  # the filters write when they see the end of the command, and this one takes a second for it
  mv "$BIN/awk" "$BIN/awk.real"
  fake awk "case \"\$*\" in *stat=*) $BIN/awk.real \"\$@\" >$BATS_TEST_TMPDIR/slow; sleep 1; cat $BATS_TEST_TMPDIR/slow ;; *) exec $BIN/awk.real \"\$@\" ;; esac"
  fake ip 'case "$*" in -V) echo iproute2 ;; *rule*) echo "0: from all lookup local"; sleep 600 ;; esac'
  collect node --topic routes --tier 1 --max-time 40
  is "node/$NODE/ip-rule.txt" TIMED_OUT timed-out
  grep -q '^0: from all' "$X/node/$NODE/ip-rule.txt"
}
