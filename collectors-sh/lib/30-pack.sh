# shellcheck shell=sh
# From the work directory to one file: manifest first, then everything else.

# json TEXT: TEXT as a JSON string, into JSON
json() {
  case $1 in
    *[!A-Za-z0-9._:/@=\ +,-]*) JSON=$(printf '%s' "$1" | awk '{ if (NR > 1) printf " "; gsub(/\\/, "&&"); gsub(/"/, "\\\""); gsub(/[\001-\037\177-\377]/, "?"); printf "%s", $0 }') ;;
    *) JSON=$1 ;;
  esac
  JSON="\"$JSON\""
}

# hash_tool: the sha256 program here, into SHA256 ("" where there is none)
hash_tool() {
  SHA256=
  if have sha256sum && printf x | sha256sum >/dev/null 2>&1; then
    SHA256=sha256sum
  elif have shasum; then
    SHA256='shasum -a 256'
  elif have openssl && printf x | openssl dgst -sha256 -r >/dev/null 2>&1; then
    SHA256='openssl dgst -sha256 -r'
  fi
}

# salted TEXT: sha256 of salt and TEXT, into SALTED; "weak:" and a checksum where no better program is here
salted() {
  # shellcheck disable=SC2086 # a program and its options
  if [ -n "$SHA256" ]; then
    SALTED=$(printf '%s%s' "$SALT" "$1" | $SHA256 | cut -d' ' -f1)
  else SALTED=weak:$(printf '%s%s' "$SALT" "$1" | cksum | cut -d' ' -f1); fi
}

# write_manifest: manifest.json of the work directory
write_manifest() {
  now
  (
    cd "$W" || exit 1
    find cluster node -type f ! -name '*~' 2>/dev/null >.members
    if [ -s .members ]; then
      # names are safe: see safe()
      xargs wc -c <.members 2>/dev/null | grep -v ' total$' >.sizes
      # shellcheck disable=SC2086
      if [ -n "$SHA256" ]; then xargs $SHA256 <.members >.hashes 2>/dev/null; else : >.hashes; fi
    else
      : >.sizes
      : >.hashes
    fi
  ) 2>/dev/null
  {
    printf '{\n  "format": 1,\n'
    printf '  "collector": {"name": "coldcase-collect", "version": "%s", "sha256": "%s"},\n' "$VERSION" "$SELF_SHA"
    printf '  "start": %s,\n  "end": %s,\n' "$EPOCH0" "$NOW"
    case $STOP in
      '') printf '  "complete": true,\n  "interrupted": "%s",\n' "${LOST:+output-lost}" ;;
      *) printf '  "complete": false,\n  "interrupted": "%s",\n' "$STOP" ;;
    esac
    json "$CLUSTER_ID" && manifest_id=$JSON
    json "$CLUSTER_SERVER" && manifest_server=$JSON
    json "$CLUSTER_VERSION"
    printf '  "cluster": {"id": %s, "server": %s, "version": %s},\n' "$manifest_id" "$manifest_server" "$JSON"
    json "$HOST_NAME" && manifest_host=$JSON
    json "$(uname -sr 2>/dev/null)" && manifest_kernel=$JSON
    json "$SHELL_NAME"
    printf '  "host": {"name": %s, "machineId": "%s", "kernel": %s, "shell": %s},\n' "$manifest_host" "$MACHINE_ID" "$manifest_kernel" "$JSON"
    printf '  "mode": "%s",\n  "privilege": "%s",\n  "options": {' "$MODE" "$PRIVILEGE"
    json "$SINCE" && manifest_since=$JSON
    json "$NAMESPACES" && manifest_ns=$JSON
    printf '"tier": "%s", "gap": "%s", "since": %s, "namespace": %s, "capture": "%s", ' "$TIER" "$GAP" "$manifest_since" "$manifest_ns" "$CAPTURE"
    printf '"topic": "%s", "exclude-class": "%s", "max-time": "%s", "max-size": "%s", "pseudonymized": "%s"' "$TOPICS_WANTED" "$EXCLUDE" "$MAX_TIME" "$MAX_SIZE" "${PSEUDONYMIZE:-0}"
    printf '},\n  "nodes": [\n'
    [ ! -s "$W/.nodes" ] || sed 's/^/    /; $!s/$/,/' "$W/.nodes"
    printf '  ],\n  "artifacts": [\n'
    awk -v sizes="$W/.sizes" -v hashes="$W/.hashes" "$AWK_MANIFEST" "$W/.records"
    printf '  ]\n}\n'
  } >"$W/manifest.json" 2>/dev/null
}

# node_line NAME MODE STATUS REASON DETAIL START END OFFSET CPU: an entry of the manifest's nodes
node_line() {
  json "$1" && node_name=$JSON
  json "$5"
  printf '{"name": %s, "mode": "%s", "status": "%s", "reason": "%s", "detail": %s, "start": %s, "end": %s, "clockOffset": %s, "cpuSeconds": %s}\n' \
    "$node_name" "$2" "$3" "$4" "$JSON" "$6" "$7" "$8" "$9" >>"$W/.nodes"
}

# places: where a bundle may go, best first: what was asked for, else whatever can be written
places() {
  printf '%s\n' "$OUTPUT_DIR"
  for places_d in "$TEMP" /var/tmp /dev/shm "${HOME:-/root}"; do [ "$places_d" = "$OUTPUT_DIR" ] || printf '%s\n' "$places_d"; done
}

# new_work_dir: a directory of its own, into W. Its name is the bundle's name.
new_work_dir() {
  new_stamp=$(date -u +%Y%m%dT%H%M%SZ)
  new_try=0
  new_places=$(places)
  while [ -n "$new_places" ]; do
    new_d=${new_places%%"$NL"*}
    case $new_places in *"$NL"*) new_places=${new_places#*"$NL"} ;; *) new_places='' ;; esac
    mkdir -p "$new_d" 2>/dev/null
    while [ "$new_try" -lt 9 ]; do
      NAME=coldcase-$BUNDLE_NAME-$new_stamp
      [ "$new_try" = 0 ] || NAME=$NAME-$new_try
      if mkdir "$new_d/$NAME" 2>/dev/null; then
        W=$new_d/$NAME
        OUTPUT_USED=$new_d
        [ "$new_d" = "$OUTPUT_DIR" ] || say "cannot write to $OUTPUT_DIR, using $new_d instead"
        # room for the packed file on a full disk: given back when packing starts
        dd if=/dev/zero of="$W/.reserve" bs=1024 count=4096 2>/dev/null
        return 0
      fi
      [ -d "$new_d/$NAME" ] || break
      new_try=$((new_try + 1))
    done
    [ -z "$OUTPUT_GIVEN" ] || [ -n "$W" ] || break
  done
  say "cannot create a directory in $OUTPUT_DIR"
  W=
  return 1
}

# tar_to FILE: the work directory as tar, compressed where gzip is here. The manifest comes first.
tar_to() {
  (
    cd "${W%/*}" || exit 1
    set -- "$NAME/manifest.json"
    [ ! -d "$NAME/cluster" ] || set -- "$@" "$NAME/cluster"
    [ ! -d "$NAME/node" ] || set -- "$@" "$NAME/node"
    if have gzip; then
      { tar -cf - "$@" 2>/dev/null || echo bad >"$W/.tarbad"; } | gzip -6 >"$TAR_OUT"
    else tar -cf "$TAR_OUT" "$@" 2>/dev/null; fi
  )
}

# pack: writes the bundle next to the work directory and removes that. BUNDLE is the file, or "" when nothing could be written.
pack() {
  rm -f "$W/.reserve"
  find "$W" -name '*~' -type f -exec rm -f {} \; 2>/dev/null
  if [ -s "$W/.errors" ] && [ -d "$W/cluster" ]; then
    mv "$W/.errors" "$W/cluster/errors.txt" 2>/dev/null
    printf '%s\tconfig\t0\t%s\t%s\tfalse\tCOLLECTED\t\tfalse\t\t%s\n' cluster/errors.txt "$EPOCH0" "$NOW" "standard error of kubectl" >>"$W/.records" 2>/dev/null
  fi
  [ -z "$PSEUDONYMIZE" ] || pseudonymize
  write_manifest
  pack_ext=.tar
  ! have gzip || pack_ext=.tar.gz
  BUNDLE=
  pack_dropped=0
  while [ -z "$BUNDLE" ] && [ "$pack_dropped" -lt 20 ]; do
    pack_places=$OUTPUT_USED$NL$(places)
    while [ -n "$pack_places" ]; do
      pack_d=${pack_places%%"$NL"*}
      case $pack_places in *"$NL"*) pack_places=${pack_places#*"$NL"} ;; *) pack_places='' ;; esac
      TAR_OUT=$pack_d/$NAME$pack_ext
      rm -f "$W/.tarbad" 2>/dev/null
      if tar_to 2>/dev/null && [ -s "$TAR_OUT" ] && [ ! -e "$W/.tarbad" ] && whole "$TAR_OUT"; then
        BUNDLE=$TAR_OUT
        break
      fi
      rm -f "$TAR_OUT" 2>/dev/null
    done
    [ -z "$BUNDLE" ] || break
    # nowhere enough room: the largest artifact goes
    pack_big=$(find "$W/cluster" "$W/node" -type f -exec wc -c {} \; 2>/dev/null | sort -rn | head -n 1 | sed 's/^ *[0-9]* //')
    [ -n "$pack_big" ] || break
    rm -f "$pack_big"
    record "${pack_big#"$W"/}" state - 0 0 false NOT_ATTEMPTED interrupted false 'disk full: dropped' ''
    STOP=disk-full
    write_manifest
    pack_dropped=$((pack_dropped + 1))
  done
  if [ -z "$BUNDLE" ]; then
    say "no bundle could be written; what was gathered lies in $W"
    return 1
  fi
  [ -n "$KEEP_DIR" ] || rm -rf "$W"
}

# whole FILE: does the packed file end as it should
whole() {
  case $1 in
    *.gz) gzip -t "$1" 2>/dev/null ;;
    *) tar -tf "$1" >/dev/null 2>&1 ;;
  esac
}

# split_bundle: BUNDLE into pieces of SPLIT bytes, which cat joins
split_bundle() {
  split_size=$(wc -c <"$BUNDLE")
  [ "$split_size" -gt "$SPLIT" ] || return 0
  split_n=0 PARTS='' split_kib=$(((SPLIT + 1023) / 1024))
  while [ $((split_n * split_kib * 1024)) -lt "$split_size" ]; do
    split_no=$((split_n + 1))
    case $split_no in ?) split_no=00$split_no ;; ??) split_no=0$split_no ;; esac
    dd if="$BUNDLE" of="$BUNDLE.part-$split_no" bs=1024 skip=$((split_n * split_kib)) count="$split_kib" 2>/dev/null || {
      rm -f "$BUNDLE".part-*
      PARTS=
      say "not enough room to split the bundle"
      return 0
    }
    PARTS=$split_n
    split_n=$((split_n + 1))
  done
  rm -f "$BUNDLE"
}
