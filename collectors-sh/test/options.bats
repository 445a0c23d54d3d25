# Each option does what it says.
load helper

@test "--exclude-class leaves its artifacts out, each with that reason" {
  collect all --topic objects,podlogs,nodelogs,probes,system,routes --tier 2 --gap 0 --exclude-class logs,probes,configmaps,host-files
  is cluster/configmaps.json NOT_ATTEMPTED excluded
  is "node/$NODE/dmesg.txt" NOT_ATTEMPTED excluded
  is "node/$NODE/probes.txt" NOT_ATTEMPTED excluded
  is "node/$NODE/netcfg/files.txt" NOT_ATTEMPTED excluded
  [ ! -d "$X/cluster/logs/kube-system" ]
  is "node/$NODE/ip-route.txt" COLLECTED
  grep -q '"exclude-class": "logs,probes,configmaps,host-files"' "$M"
}

@test "--tier decides how deep" {
  collect node --tier 1
  [ -s "$X/node/$NODE/iptables-save.txt" ]
  [ ! -e "$X/node/$NODE/probes.txt" ]
  ! grep -q '^== t1' "$X/node/$NODE/ip-link.txt"
  rm "$BUNDLE"
  collect cluster --tier 1
  is cluster/services.json COLLECTED
  [ -d "$X/cluster/logs/kube-system" ]
  [ ! -e "$X/cluster/logs/shop" ]
  [ ! -e "$X/cluster/after" ]
  rm "$BUNDLE"
  fake mtr 'echo mtr'
  collect node --tier 3 --gap 0 --topic probes
  [ -e "$X/node/$NODE/mtr.txt" ]
}

@test "--since reaches the journal" {
  fake journalctl "printf '%s\\n' \"\$*\" >>$BATS_TEST_TMPDIR/journal; echo line"
  collect node --topic nodelogs --gap 0 --since 90m
  grep -q -- '-u kubelet.*--since -90m' "$BATS_TEST_TMPDIR/journal"
  grep -q '"since": "90m"' "$M"
}

@test "--namespace takes all of its logs, others a part" {
  printf 'shop|web-1|w1||10.244.1.9|Running||web|0|true|8080|\nother|x-1|w1||10.244.1.8|Running||x|0|true|8080|\n' >"$BATS_TEST_TMPDIR/pods.k"
  mv "$BIN/kubectl" "$BIN/kubectl.real"
  fake kubectl "case \"\$*\" in *'get pods -A -o jsonpath'*) cat $BATS_TEST_TMPDIR/pods.k ;; *) exec $BIN/kubectl.real \"\$@\" ;; esac"
  collect cluster --topic podlogs --namespace shop
  grep -q -- '-n shop logs web-1 -c web --timestamps --tail=5000' "$BIN/.calls"
  grep -q -- '-n other logs x-1 -c x --timestamps --tail=500 ' "$BIN/.calls"
}

@test "--capture runs tcpdump with the filter on each device and keeps what it wrote" {
  fake tcpdump "printf '%s\\n' \"\$*\" >>$BATS_TEST_TMPDIR/dump; trap 'echo 3 packets captured >&2; exit 0' INT TERM; head -c 40 /dev/zero; sleep 30 & wait"
  collect node --topic capture,routes --gap 0 --capture 2 --capture-filter 'udp port 53'
  grep -q -- '-s 128 .* -w - udp port 53' "$BATS_TEST_TMPDIR/dump"
  pcap=$(grep -o '"path": "node/[^"]*\.pcap"[^}]*"status": "COLLECTED"' "$M" | head -n 1)
  [ -n "$pcap" ]
  # what came before the end is whole
  [ "$(find "$X" -name '*.pcap' -size 40c | wc -l)" = "$(find "$X" -name '*.pcap' | wc -l)" ]
  [ -n "$(find "$X" -name '*.pcap')" ]
  rm "$BUNDLE"
  collect node --topic routes --gap 0
  [ -z "$(find "$X" -name '*.pcap')" ]
}

@test "--max-size and --max-time are in the manifest, and --output is where the bundle goes" {
  collect node --topic routes --gap 0 --max-size 8M --max-time 77
  grep -q '"max-time": "77", "max-size": "8388608"' "$M"
  [ -f "$BUNDLE" ]
  [ "${BUNDLE%/*}" = "$OUT" ]
}

@test "--probe-host is probed, and nothing that is no host" {
  collect node --topic probes --gap 0 --probe-host example.org:443
  grep -q '^tcp example.org 443 ' "$X/node/$NODE/probes.txt"
}
