# For all .bats files. CC_SHELL is the shell under test ("dash", "busybox ash", ...), set by test/run; SCRIPT the built single file.

setup() {
  CC_SHELL=${CC_SHELL:-sh}
  SCRIPT=${SCRIPT:-$BATS_RUN_TMPDIR/coldcase-collect.sh}
  [ -f "$SCRIPT" ] || "$BATS_TEST_DIRNAME/../build" "$BATS_RUN_TMPDIR" >/dev/null
  BIN=$BATS_TEST_TMPDIR/bin OUT=$BATS_TEST_TMPDIR/out LOG=$BATS_TEST_TMPDIR/log X=$BATS_TEST_TMPDIR/x
  mkdir -p "$OUT"
  "$BATS_TEST_DIRNAME/fakes" "$BIN" "${TOOLS:-gnu}"
}

# fake NAME TEXT: replaces a tool by a shell script
fake() {
  rm -f "$BIN/$1"
  printf '#!/bin/sh\n%s\n' "$2" >"$BIN/$1"
  chmod +x "$BIN/$1"
}

# --nice 0: on a busy machine the lowest priority would make these tests wait for everything else.
# collect ARGUMENTS: runs the collector with nothing but the fakes in its PATH; unpacks the bundle. Sets STATUS, BUNDLE, M (manifest).
collect() {
  STATUS=0
  # shellcheck disable=SC2086 # CC_SHELL may be two words
  env -i HOME="$BATS_TEST_TMPDIR" COLDCASE_PATH="$BIN" PATH="$PATH" KUBECONFIG=/dev/null $CC_SHELL "$SCRIPT" "$@" --nice 0 --output "$OUT" >"$BATS_TEST_TMPDIR/stdout" 2>"$LOG" </dev/null || STATUS=$?
  opened
}

opened() {
  BUNDLE=$(ls -t "$OUT"/*.tar.gz "$OUT"/*.tar 2>/dev/null | head -n 1)
  rm -rf "$X"
  mkdir -p "$X"
  [ -z "$BUNDLE" ] || tar -xf "$BUNDLE" -C "$X" --strip-components=1
  M=$X/manifest.json
}

# artifact PATH: its line of the manifest
artifact() { grep -F "\"path\": \"$1\"" "$M"; }
# is PATH STATUS [REASON]
is() {
  artifact "$1" | grep -q "\"status\": \"$2\"" || { artifact "$1"; return 1; }
  [ -z "${3-}" ] || artifact "$1" | grep -q "\"reason\": \"$3\"" || { artifact "$1"; return 1; }
}
valid_json() { if command -v python3 >/dev/null; then python3 -c 'import json,sys; json.load(open(sys.argv[1]))' "$1"; fi; }
NODE=$(hostname | tr '[:upper:]' '[:lower:]')
