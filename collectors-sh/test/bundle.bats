# The bundle is what FORMAT.md says.
load helper

@test "the manifest comes first, is JSON, and is true about sizes and hashes" {
  collect node --gap 0
  [ "$STATUS" = 0 ]
  [ "$(tar -tf "$BUNDLE" | head -n 1 | sed 's|^[^/]*/||')" = manifest.json ]
  valid_json "$M"
  grep '"path"' "$M" | while read -r line; do
    path=$(printf '%s\n' "$line" | sed 's/.*"path": "\([^"]*\)".*/\1/') bytes=$(printf '%s\n' "$line" | sed 's/.*"bytes": \([0-9]*\).*/\1/')
    sha=$(printf '%s\n' "$line" | sed 's/.*"sha256": "\([^"]*\)".*/\1/')
    if [ -e "$X/$path" ]; then
      [ "$(wc -c <"$X/$path")" = "$bytes" ] && [ "$(sha256sum <"$X/$path" | cut -d' ' -f1)" = "$sha" ] || { echo "$path"; exit 1; }
    else [ "$bytes" = 0 ]; fi
  done
  # and nothing is in the bundle that the manifest does not list
  (cd "$X" && find cluster node -type f 2>/dev/null) | while read -r path; do grep -qF "\"path\": \"$path\"" "$M" || { echo "not listed: $path"; exit 1; }; done
}

@test "the manifest fits its schema" {
  command -v python3 >/dev/null && python3 -c 'import jsonschema' 2>/dev/null || skip 'no python3 with jsonschema'
  collect all --gap 0
  python3 -c 'import json,sys,jsonschema; jsonschema.validate(json.load(open(sys.argv[1])), json.load(open(sys.argv[2])))' "$M" "$BATS_TEST_DIRNAME/../manifest.schema.json"
}

@test "text artifacts carry their lines, sampled ones twice" {
  collect node --topic interfaces,routes --gap 1
  f=$X/node/$NODE/ip-route.txt
  [ "$(head -n 1 "$f" | cut -c1-5)" = '#cmd ' ]
  sed -n 2p "$f" | grep -q '^#start [0-9][0-9]*$'
  [ "$(tail -n 3 "$f" | cut -d' ' -f1 | tr '\n' ' ')" = '#end #rc #truncated ' ]
  grep -c '^== t[01] [0-9][0-9]*$' "$X/node/$NODE/ip-link.txt" | grep -qx 2
  cmp <(sed -n '/^#start/,/^$/p' "$f" | sed '1d;$d' | sed '/^== get/,$d') "$BATS_TEST_DIRNAME/fixtures/node/ip-route.txt"
}

@test "pieces join to the bundle" {
  collect node --split 10k --gap 0
  cat "$OUT"/*.part-* >"$BATS_TEST_TMPDIR/joined.tar.gz"
  gzip -t "$BATS_TEST_TMPDIR/joined.tar.gz"
  tar -tzf "$BATS_TEST_TMPDIR/joined.tar.gz" | grep -q manifest.json
  [ "$(ls "$OUT"/*.part-* | wc -l)" -gt 1 ]
}

@test "a dry run starts nothing and writes nothing" {
  for t in ip nft iptables-save crictl; do fake "$t" "touch $BATS_TEST_TMPDIR/ran.$t"; done
  fake ip "[ \"\$1\" = -V ] && echo iproute2 || touch $BATS_TEST_TMPDIR/ran.ip"
  collect node --dry-run
  [ "$STATUS" = 0 ]
  [ -z "$(ls -A "$OUT")" ]
  ! ls "$BATS_TEST_TMPDIR"/ran.*
  grep -q 'ip -4 route show table all' "$BATS_TEST_TMPDIR/stdout"
  grep -q '/var/lib/kubelet/config.yaml' "$BATS_TEST_TMPDIR/stdout"
}

@test "topics and classes can be left out, wrong ones are refused" {
  collect all --topic routes,objects --exclude-class configmaps
  is cluster/configmaps.json NOT_ATTEMPTED excluded
  [ ! -e "$X/node/$NODE/sysctl.txt" ]
  for bad in '--topic nonsense' '--exclude-class nonsense' '--tier 4' '--max-time soon' '--split 3x' '--since tomorrow' '--nonsense' '--output' '--probe-host ;reboot'; do
    # shellcheck disable=SC2086
    collect node $bad
    [ "$STATUS" = 2 ] || [ "$bad" = --output ]
  done
}

@test "the same sources give the same file, and it stands alone" {
  a=$BATS_TEST_TMPDIR/a b=$BATS_TEST_TMPDIR/b
  "$BATS_TEST_DIRNAME/../build" "$a" >/dev/null && "$BATS_TEST_DIRNAME/../build" "$b" >/dev/null
  cmp "$a/coldcase-collect.sh" "$b/coldcase-collect.sh"
  (cd "$a" && sha256sum -c coldcase-collect.sh.sha256)
  # from a pipe, as it reaches other machines
  env -i COLDCASE_PATH="$BIN" PATH="$PATH" $CC_SHELL -s -- --version <"$a/coldcase-collect.sh" | grep -q '^coldcase-collect '
}

@test "--list knows every file of collect.d" {
  collect --list
  for f in "$BATS_TEST_DIRNAME"/../collect.d/*.sh; do
    name=$(sed -n 's/^topic \([a-z-]*\) .*/\1/p' "$f")
    grep -q "^$name " "$BATS_TEST_TMPDIR/stdout"
  done
}
