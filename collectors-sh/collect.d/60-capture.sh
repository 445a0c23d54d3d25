# shellcheck shell=sh
topic capture node 1 'sample' 'packet headers around the probes; only with --capture'

# Starts before the probes (with sample t0) and is gathered with t1. 128 bytes a packet: headers, with the inner ones of a tunnel.
capture_sample() {
  [ -n "$CAPTURE" ] && [ "$CAPTURE" != 0 ] || return 0
  CLASS=pcap
  if [ "$SAMPLE" = t0 ] || [ -n "$DRY_RUN" ]; then capture_start; else capture_stop; fi
}

capture_start() {
  CAPTURE_PIDS='' CAPTURE_FILES=''
  capture_filter=${CAPTURE_FILTER:-not tcp port 2379 and not tcp port 2380 and not (tcp port 6443 and tcp[tcpflags] & (tcp-syn|tcp-fin|tcp-rst) = 0)}
  quote "$capture_filter"
  capture_filter=$QUOTED
  interfaces_devices
  for capture_d in $DEVICES; do
    case $capture_d in docker* | virbr* | br-*) continue ;; esac
    safe "$capture_d"
    capture_text="tcpdump -n -s 128 -U -i $capture_d -c 40000 -w pcap/$SAFE.pcap $capture_filter"
    if [ -n "$DRY_RUN" ]; then
      printf '%s\t%s\n' "$PREFIX/pcap/$SAFE.pcap" "$capture_text"
      continue
    fi
    if listed pcap "$EXCLUDE"; then
      not_taken "pcap/$SAFE.pcap" excluded ''
      continue
    fi
    if ! have tcpdump; then
      not_taken "pcap/$SAFE.pcap" missing-tool tcpdump
      continue
    fi
    mkdir -p "$W/$PREFIX/pcap" 2>/dev/null || return 0
    now
    # 4 MiB a device: head ends tcpdump by closing the pipe. TERM reaches tcpdump alone: head must still write what came.
    capture_out=$W/$PREFIX/pcap/$SAFE
    # shellcheck disable=SC2016,SC2086
    exec $SETSID "$SH" -c 'trap "" TERM INT; (trap - TERM; eval "exec tcpdump -n -s 128 -U -i $1 -c 40000 -w - $2") 2>"$3.txt" | head -c 4194304 >"$3.pcap"' capture "$capture_d" "$capture_filter" "$capture_out" </dev/null >/dev/null 2>&1 &
    CAPTURE_PIDS="$CAPTURE_PIDS $!"
    CAPTURE_FILES="$CAPTURE_FILES $SAFE"
    CAPTURE_START=$NOW
  done
  mono
  CAPTURE_END=$((MONO + CAPTURE))
}

capture_stop() {
  [ -n "$CAPTURE_PIDS" ] || return 0
  # TERM lets tcpdump write its summary; head writes what came when it sees the end. Not INT: which shells ignore that in background commands differs.
  for capture_p in $CAPTURE_PIDS; do
    if [ -n "$SETSID" ]; then
      kill -TERM "-$capture_p" 2>/dev/null
    else for capture_q in $(descendants "$capture_p"); do kill -s TERM "$capture_q" 2>/dev/null; done; fi
  done
  sleep 1
  for capture_p in $CAPTURE_PIDS; do end_group "$capture_p"; done
  CAPTURE_PIDS=
  now
  for capture_f in $CAPTURE_FILES; do
    capture_n=$(wc -c <"$W/$PREFIX/pcap/$capture_f.pcap" 2>/dev/null || echo 0)
    capture_status=COLLECTED capture_reason='' capture_cut=false capture_detail=$(tail -n 1 "$W/$PREFIX/pcap/$capture_f.txt" 2>/dev/null)
    if [ "$capture_n" -ge 4194304 ]; then
      capture_status=TRUNCATED capture_reason=size-limit capture_cut=true
    elif [ "$capture_n" -lt 24 ]; then
      why "$W/$PREFIX/pcap/$capture_f.txt"
      capture_status=FAILED capture_reason=$REASON capture_detail=$DETAIL
      rm -f "$W/$PREFIX/pcap/$capture_f.pcap"
    fi
    record "$PREFIX/pcap/$capture_f.pcap" pcap 0 "$CAPTURE_START" "$NOW" "$capture_cut" "$capture_status" "$capture_reason" false "$capture_detail" "tcpdump -n -s 128 -U -i $capture_f"
    [ ! -s "$W/$PREFIX/pcap/$capture_f.txt" ] || record "$PREFIX/pcap/$capture_f.txt" pcap 0 "$CAPTURE_START" "$NOW" false COLLECTED '' false '' 'tcpdump: standard error'
  done
}
