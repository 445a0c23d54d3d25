# Hosts outside of the cluster that applications log as not reached: which are probed, from where, and how to forbid it.
load helper

# logging: what kubectl logs of a whole namespace prints; other calls of kubectl as ever. Names are resolved to 198.51.100.10.
logging() {
  cat >"$BATS_TEST_TMPDIR/app.log"
  mv "$BIN/kubectl" "$BIN/kubectl.real"
  { "$BIN/kubectl.real" get pods -A -o jsonpath; echo 'shop|web-1|w1||10.244.1.9|Running||web|0|true|8080|'; } >"$BATS_TEST_TMPDIR/pods.k"
  fake kubectl "printf '%s\\n' \"\$*\" >>$BATS_TEST_TMPDIR/calls; case \"\$*\" in *'get pods -A -o jsonpath'*phase*) cat $BATS_TEST_TMPDIR/pods.k ;; *'logs -n shop -l '*) cat $BATS_TEST_TMPDIR/app.log ;; *'logs -n '*' -l '*) : ;; *) exec $BIN/kubectl.real \"\$@\" ;; esac"
  # shellcheck disable=SC2016
  fake dig 'for a; do case $a in +* | @*) : ;; *) printf ";; ->>HEADER<<- opcode: QUERY, status: NOERROR, id: 1\n$a\t30\tIN\tA\t198.51.100.10\n;; Query time: 1 msec\n" ;; esac; done'
}
failures() {
  cat <<'L'
time=2026-11-21T12:00:00Z level=ERROR msg="request failed" url=http://www.example.com/ err="Get \"http://www.example.com/\": context deadline exceeded"
time=2026-11-21T12:00:00Z level=ERROR msg="request failed" url=http://cart.shop.svc.cluster.local:8000/ err="dial tcp 10.109.9.203:8000: connect: connection refused"
time=2026-11-21T12:00:00Z level=ERROR msg="request failed" url=http://db-0.cart:5432/ err="dial tcp 10.244.1.77:5432: i/o timeout"
time=2026-11-21T12:00:00Z level=INFO msg=request url=http://fine.example.com/ status=200
L
}

@test "they are probed from every node, by name and address, and nothing inside of the cluster or that answers" {
  failures | logging
  collect --all-nodes --topic probes --gap 0
  for n in cp1 w1 w2; do
    grep -q '^tcp 198.51.100.10 80 ' "$X/node/$n/probes.txt"
    grep -q '^ping 198.51.100.10 56 ' "$X/node/$n/probes.txt"
    grep -q '^dns 10.96.0.10 www.example.com\. .*status: NOERROR.*; answer 198.51.100.10' "$X/node/$n/probes.txt"
    ! grep -E 'fine\.example|cart|^tcp 10.244.1.77' "$X/node/$n/probes.txt"
  done
}

@test "--no-outside and --exclude-class app-logs: none, and no log is read for it" {
  failures | logging
  for o in --no-outside '--exclude-class app-logs'; do
    # shellcheck disable=SC2086
    collect --all-nodes --topic probes --gap 0 --nodes w1 $o
    [ -s "$X/node/w1/probes.txt" ]
    ! grep '198.51.100.10 80' "$X/node/w1/probes.txt"
    ! grep ' -l !coldcase' "$BATS_TEST_TMPDIR/calls"
    rm "$BUNDLE"
  done
  collect all --topic probes --gap 0
  grep -q '^tcp 198.51.100.10 80 ' "$X/node/$NODE/probes.txt"
}

@test "three at most, the most frequent first; addresses, ports of schemes, client libraries' words" {
  {
    for i in 1 2 3; do echo "ERROR dial tcp 203.0.113.9:8443: i/o timeout"; done
    for i in 1 2; do echo "java.net.ConnectException: Connection to pg.corp.example:5432 refused"; done
    for i in 1 2; do echo "HTTPSConnectionPool(host='api.example.org', port=443): Max retries exceeded, timed out"; done
    echo 'ERROR rare.example.net: https://rare.example.net/x failed'
  } | logging
  collect all --topic probes --gap 0
  grep -q '^tcp 203.0.113.9 8443 ' "$X/node/$NODE/probes.txt"
  grep -q '^tcp 198.51.100.10 5432 ' "$X/node/$NODE/probes.txt"
  grep -q '^dns 10.96.0.10 api.example.org\. ' "$X/node/$NODE/probes.txt"
  ! grep rare.example.net "$X/node/$NODE/probes.txt"
}

@test "a log cannot put a command or a flag into a probe" {
  {
    echo "ERROR http://\$(touch$IFS$BATS_TEST_TMPDIR/owned).example.com/ failed"
    echo "ERROR https://-x.example.com/ http://a;touch$IFS$BATS_TEST_TMPDIR/owned;.b.c/ failed"
    echo "ERROR dial tcp 1.2.3.4:99999: refused; http://0.0.0.0:1/ http://127.0.0.1:1/ http://169.254.169.254/ refused"
  } | logging
  collect all --topic probes --gap 0
  [ ! -e "$BATS_TEST_TMPDIR/owned" ]
  [ -s "$X/node/$NODE/probes.txt" ]
  ! grep -E '^(tcp|ping|dns)[^>]*(-x\.example|touch|1\.2\.3\.4|0\.0\.0\.0|169\.254|127\.0\.0\.1)' "$X/node/$NODE/probes.txt"
}
