# shellcheck shell=sh
# One command, bounded in time and size, in its own process group; and the record of what became of it.

# The process that stands around every command. Arguments: TEXT SECONDS-SLEEPER BYTES BODY RCFILE STATFILE KIND LOGS
# TEXT is shell code; it may use show, newest and sect. Standard error joins the output of text and goes to BODY.err~ of JSON.
# It and the filters ignore TERM: when the command is ended they still write what it printed. When all is written the sleeper is killed: that wakes the collector.
WORKER='
sect() { printf "== %s\n" "$*"; }
show() {
  show_n=$#
  for show_f; do [ ! -f "$show_f" ] || set -- "$@" "$show_f"; done
  shift "$show_n"
  [ $# = 0 ] || awk "BEGIN { for (i = 1; i < ARGC; i++) { print \"== \" ARGV[i]; n = 0; while ((r = (getline line < ARGV[i])) > 0 && n < 1048576) { print line; n += length(line) + 1 } if (r < 0) print \"cannot read: Permission denied\"; close(ARGV[i]) } }" "$@"
}
trap "" TERM
newest() { tail -c 8388608 "$2" | tail -n "$1"; }
if [ "$7" = json ]; then
  { (trap - TERM; eval "$1") </dev/null 2>"$4.err~"; echo $? >"$5"; } | head -c "$3" |
    awk -v max="$3" -v stat="$6" -v keep="$KEEP" -v strict="$STRICT" -v openssl="$OPENSSL" "$AWK_MASK$AWK_JSON" >>"$4" 2>/dev/null
else
  { (trap - TERM; eval "$1") </dev/null 2>&1; echo $? >"$5"; } | head -c "$3" |
    awk -v max="$3" -v stat="$6" -v logs="$8" -v env="$ENVLIST" "$AWK_MASK$AWK_TEXT" >>"$4" 2>/dev/null
fi
kill -s KILL "$2" 2>/dev/null
'

# descendants PID: PID and all processes below it (only where setsid is missing)
descendants() {
  cat /proc/[0-9]*/stat 2>/dev/null | awk -v root="$1" '
    { pid = $1; line = $0; sub(/^.*\) /, "", line); split(line, f, " "); parent[pid] = f[2] }
    END { for (p in parent) { q = p; n = 0; while (q in parent && q != root && n++ < 99) q = parent[q]; if (q == root) print p } }'
}

# A process group is named in one way that all shells take: kill -TERM -PID. busybox ash knows no "--", dash and mksh no "-s TERM -PID".

# end_group PID: TERM, then KILL for the process group (or tree) of PID. Waits three seconds at most: then the filters have written what came, or never will.
end_group() {
  if [ -n "$SETSID" ]; then
    kill -TERM "-$1" 2>/dev/null || return 0
    sleep "$SLEEP_SHORT"
    # who ignores TERM: first the command, then, when the filters have seen its end, all
    end_all=$(cat /proc/[0-9]*/stat 2>/dev/null | awk -v group="$1" '{ name = $0; sub(/^[^(]*[(]/, "", name); sub(/[)] [A-Z] .*/, "", name); line = $0; sub(/^.*[)] /, "", line); split(line, f, " "); if (f[3] == group && $1 != group && name !~ /awk$|^head$/) print $1 }')
    for end_p in $end_all; do kill -s KILL "$end_p" 2>/dev/null; done
    end_wait "$1"
    kill -KILL "-$1" 2>/dev/null
  else
    end_all=$(descendants "$1")
    for end_p in $end_all; do kill -s TERM "$end_p" 2>/dev/null; done
    end_wait "$1"
    for end_p in $end_all; do kill -s KILL "$end_p" 2>/dev/null; done
  fi
  :
}

# end_wait PID: until PID has ended, three seconds at most
end_wait() {
  mono
  end_until=$((MONO + 3))
  while [ "$MONO" -lt "$end_until" ] && read -r end_stat 2>/dev/null <"/proc/$1/stat"; do
    # a child that nobody has waited for yet
    case $end_stat in *') Z '*) break ;; esac
    sleep "$SLEEP_SHORT"
    mono
  done
}

# Runs a program for our own needs in a session of its own, with a watch that ends it when its time is up or when we are gone: a signal to our whole
# process group must not leave a hung program behind that keeps our pipe open. Arguments: SECONDS SETSID COMMAND...
# shellcheck disable=SC2016 # expanded where it runs
QUICK='
limit=$1 session=$2 parent=$PPID
shift 2
"$@" &
c=$!
(
  n=0
  while [ "$n" -lt "$limit" ] && read -r s <"/proc/$parent/stat"; do
    case $s in *") Z "*) break ;; esac
    sleep 1
    n=$((n + 1))
  done
  # the group at once: after its command alone the parent could end us before we come to the children
  if [ -n "$session" ]; then kill -KILL "-$$"; else kill -s KILL "$c"; fi
) >/dev/null 2>&1 &
w=$!
wait "$c"
r=$?
kill -s KILL "$w" 2>/dev/null
exit "$r"
'

# quick SECONDS COMMAND...: runs a program for our own needs, its output is ours; 124 when it had to be killed. For what might hang.
quick() {
  quick_time=$1
  shift
  left
  [ "$LEFT" -ge "$quick_time" ] || quick_time=$((LEFT > 3 ? LEFT : 3))
  # exec: yash keeps a process of its own around a background command otherwise, and $! is that one
  # shellcheck disable=SC2086 # SETSID may be empty
  exec $SETSID "$SH" -c "$QUICK" quick "$quick_time" "$SETSID" "$@" </dev/null &
  wait "$!" 2>/dev/null
  quick_rc=$?
  [ "$quick_rc" != 137 ] || quick_rc=124
  return "$quick_rc"
}

# bounded SECONDS BYTES BODY KIND LOGS TEXT: runs TEXT and appends what it prints to the file BODY.
# Sets RC (124 killed at the limit, 125 no result), LATE (1 = killed at the limit), SIZE and CUT.
bounded() {
  RC=125 LATE=0 SIZE=0 CUT=0
  bounded_rcfile=$W/.rc.$JOB_ID bounded_stat=$W/.st.$JOB_ID
  : >"$bounded_rcfile"
  : >"$bounded_stat"
  sleep "$1" >/dev/null 2>&1 &
  SLEEPER=$!
  # shellcheck disable=SC2086 # SETSID may be empty
  exec $SETSID "$SH" -c "$WORKER" coldcase-run "$6" "$SLEEPER" "$2" "$3" "$bounded_rcfile" "$bounded_stat" "$4" "$5" </dev/null >/dev/null 2>&1 &
  RUNNING=$!
  wait "$SLEEPER" 2>/dev/null
  bounded_rc=$?
  if [ -z "$STOP" ] && [ "$bounded_rc" -ne 0 ]; then
    wait "$RUNNING" 2>/dev/null
  else
    [ -n "$STOP" ] || LATE=1
    end_group "$RUNNING"
    kill -s KILL "$SLEEPER" 2>/dev/null
  fi
  RUNNING='' SLEEPER=''
  read -r RC 2>/dev/null <"$bounded_rcfile"
  read -r SIZE CUT bounded_rest 2>/dev/null <"$bounded_stat"
  [ "$LATE" = 0 ] || RC=124
  RC=${RC:-125} SIZE=${SIZE:-0} CUT=${CUT:-0}
}

# record PATH CLASS RC START END TRUNCATED STATUS REASON FALLBACK DETAIL COMMAND: one line for the manifest
record() {
  oneline "${10}"
  record_detail=$LINE
  oneline "${11}"
  printf '%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n' "$1" "$2" "$3" "$4" "$5" "$6" "$7" "$8" "$9" "$record_detail" "$LINE" >>"$W/.records" 2>/dev/null
  case $7 in
    COLLECTED | EMPTY) : ;;
    NOT_ATTEMPTED) case $8 in excluded | not-applicable | not-loaded) : ;; *) say_failed "$1" "$7" "$8" ;; esac ;;
    *) say_failed "$1" "$7" "$8" ;;
  esac
}
say_failed() { [ -z "$VERBOSE" ] || say "$1: $2 ($3)"; }

# why FILE: REASON and DETAIL from the end of what a failed command printed. 64 KiB are looked at.
why() {
  WHY=$(tail -c 65536 "$1" 2>/dev/null | awk '
    /^#(cmd|start|end|rc|truncated) / || /^[ \t]*$/ { next }
    { last = $0; l = tolower($0) }
    l ~ /permission denied|operation not permitted|must be root|need to be root|are you root|not permitted|access denied/ { r = "no-permission"; d = $0 }
    l ~ /forbidden|unauthorized|connection refused|must be logged in|was refused/ { if (r == "") { r = "refused"; d = $0 } }
    l ~ /no route to host|network is unreachable|i\/o timeout|no such host|unable to connect to the server|tls handshake timeout|context deadline exceeded|timed out waiting|eof$|connection reset/ { if (r == "") { r = "unreachable"; d = $0 } }
    l ~ /the server doesn.t have a resource type|not ?found|no such file or directory|no such device/ { if (r == "") { r = "not-found"; d = $0 } }
    END { if (r == "") { r = "exit-status"; d = last } gsub(/[\t\r]/, " ", d); print r " " substr(d, 1, 300) }' 2>/dev/null)
  REASON=${WHY%% *}
  DETAIL=${WHY#* }
  [ -n "$REASON" ] || REASON=exit-status
}

# missing LIST: the first program of the comma-separated LIST that is not here, into MISSING
missing() {
  MISSING=
  missing_rest=$1,
  while [ -n "$missing_rest" ]; do
    missing_tool=${missing_rest%%,*} missing_rest=${missing_rest#*,}
    [ -n "$missing_tool" ] || continue
    have "$missing_tool" || {
      MISSING=$missing_tool
      return 0
    }
  done
}

# take [-t SECONDS] [-m BYTES] [-c CLASS] [-n TOOL,TOOL] [-f TEXT] [-j] [-l] [-k REGEX] [-s] [-e] FILE TEXT
# Gathers one artifact. FILE is relative to PREFIX (cluster or node/NAME), TEXT the shell code whose output it holds.
#   -n  these programs must be there      -f  TEXT to run instead where one of them is missing
#   -j  JSON    -l  raw file without header lines    -k  keep only list items so named    -s  mask strictly (ConfigMaps)    -e  mask environment values
take() {
  take_t=$CMD_TIME take_m=$CMD_SIZE take_class=$CLASS take_need='' take_fb='' take_kind=text take_raw='' KEEP='' STRICT='' ENVLIST=''
  while :; do
    case $1 in
      -t) take_t=$2 && shift 2 ;;
      -m) take_m=$2 && shift 2 ;;
      -c) take_class=$2 && shift 2 ;;
      -n) take_need=$2 && shift 2 ;;
      -f) take_fb=$2 && shift 2 ;;
      -k) KEEP=$2 && shift 2 ;;
      -j) take_kind=json take_raw=1 && shift ;;
      -l) take_raw=1 && shift ;;
      -s) STRICT=1 && shift ;;
      -e) ENVLIST=1 && shift ;;
      *) break ;;
    esac
  done
  take_path=$PREFIX/$1 take_text=$2 take_fallback=false
  if [ -n "$take_need" ]; then
    missing "$take_need"
    if [ -n "$MISSING" ] && [ -n "$take_fb" ]; then take_text=$take_fb take_fallback=true MISSING=''; fi
  else
    MISSING=''
  fi
  if [ -n "$DRY_RUN" ]; then
    [ "$SAMPLE" = t1 ] || {
      oneline "$take_text"
      printf '%s\t%s\n' "$take_path" "${MISSING:+missing: $MISSING: }$LINE"
    }
    return 0
  fi
  now
  take_start=$NOW take_logs=''
  case $take_class in logs | app-logs) take_logs=1 ;; esac
  take_none=''
  if listed "$take_class" "$EXCLUDE"; then
    take_none=excluded
  elif [ -n "$STOP" ]; then
    take_none=interrupted
    [ "$STOP" != max-time ] || take_none=budget
  else
    left
    LEFT=$((LEFT - RESERVE))
    [ "$LEFT" -ge 1 ] || take_none=budget
    [ "$LEFT" -ge "$take_t" ] || take_t=$LEFT
    [ -z "$NODE_END" ] || [ "$MONO" -lt "$NODE_END" ] || take_none=budget
    [ -z "$SIZE_FULL" ] || take_none=budget
  fi
  if [ -n "$take_none" ]; then
    first_sample_stands "NOT_ATTEMPTED $take_none" ||
      record "$take_path" "$take_class" - 0 0 false NOT_ATTEMPTED "$take_none" "$take_fallback" '' "$take_text"
    return 0
  fi
  progress "$take_path"
  take_file=$W/$take_path
  [ -d "${take_file%/*}" ] || mkdir -p "${take_file%/*}" 2>/dev/null || {
    lost_output
    mkdir -p "${take_file%/*}" 2>/dev/null
  }
  oneline "$take_text"
  take_cmd=$LINE
  if [ -z "$take_raw" ]; then
    { printf '%s#cmd %s\n#start %s\n' "${SAMPLE:+== $SAMPLE $NOW$NL}" "$take_cmd" "$NOW" >>"$take_file"; } 2>/dev/null || full_disk
  fi
  if [ -n "$MISSING" ]; then
    RC=127
    [ -n "$take_raw" ] || printf '%s: not found\n\n#end %s\n#rc 127\n#truncated 0\n' "$MISSING" "$NOW" >>"$take_file"
    record "$take_path" "$take_class" 127 "$NOW" "$NOW" false NOT_ATTEMPTED missing-tool false "$MISSING" "$take_cmd"
    return 0
  fi
  bounded "$take_t" "$take_m" "$take_file" "$take_kind" "$take_logs" "$take_text"
  now
  if [ -z "$take_raw" ]; then
    { printf '\n#end %s\n#rc %s\n#truncated %s\n' "$NOW" "$RC" "$CUT" >>"$take_file"; } 2>/dev/null || full_disk
  fi
  DETAIL='' REASON=''
  take_status=COLLECTED
  if [ -n "$STOP" ] && [ "$RC" != 0 ]; then
    take_status=FAILED REASON=interrupted
  elif [ "$LATE" = 1 ]; then
    take_status=TIMED_OUT REASON=timed-out
  elif [ "$CUT" = 1 ]; then
    take_status=TRUNCATED REASON=size-limit
  elif [ "$RC" != 0 ]; then
    take_status=FAILED
    if [ "$take_kind" = json ]; then why "$take_file.err~"; else why "$take_file"; fi
    [ "$RC" != 127 ] || [ "$REASON" != exit-status ] || take_status=NOT_ATTEMPTED REASON=missing-tool
  elif [ "$SIZE" = 0 ]; then
    take_status=EMPTY
  fi
  take_cut=false
  [ "$CUT" = 0 ] || take_cut=true
  if [ "$take_kind" = json ]; then
    [ ! -s "$take_file.err~" ] || awk -v p="$take_path" "$AWK_MASK"'!/^Warning: / { print p ": " mask($0) }' "$take_file.err~" >>"$W/.errors" 2>/dev/null
    [ ! -e "$take_file.err~" ] || rm -f "$take_file.err~"
    # half a document is no document; a list of whole items is
    if [ "$SIZE" = 0 ]; then rm -f "$take_file"; fi
  fi
  if [ "$take_status" = FAILED ] && [ -n "$take_raw" ] && [ "$take_kind" = text ]; then
    # the error text belongs into the manifest, not into a log
    [ "$RC" = 0 ] || rm -f "$take_file"
  fi
  case $take_status in COLLECTED | EMPTY) : ;; *) ! first_sample_stands "$take_status $REASON" || return 0 ;; esac
  [ -z "$DETAIL" ] || DETAIL=$(printf '%s\n' "$DETAIL" | awk -v logs=1 "$AWK_MASK"'{ print mask($0) }' 2>/dev/null)
  record "$take_path" "$take_class" "$RC" "$take_start" "$NOW" "$take_cut" "$take_status" "$REASON" "$take_fallback" "$DETAIL" "$take_cmd"
}

# first_sample_stands WHAT: the second sample of take_path came to nothing whole: where the first one is whole, it is kept alone, and stays known
first_sample_stands() {
  [ "$SAMPLE" = t1 ] || return 1
  case $(awk -F'\t' -v p="$take_path" '$1 == p { print $7; exit }' "$W/.records" 2>/dev/null) in COLLECTED | EMPTY) : ;; *) return 1 ;; esac
  if grep -q '^== t1 ' "$W/$take_path" 2>/dev/null; then
    awk '/^== t1 [0-9]+$/ { exit } { print }' "$W/$take_path" >"$W/$take_path.first~" 2>/dev/null && mv "$W/$take_path.first~" "$W/$take_path" || return 1
  fi
  record "$take_path" "$take_class" 0 0 0 false COLLECTED '' "$take_fallback" "no second sample: $1" "$take_text"
}

# not_taken FILE REASON DETAIL [CLASS]: says in the manifest that an artifact was not gathered, and why
not_taken() {
  [ -z "$DRY_RUN" ] || return 0
  record "$PREFIX/$1" "${4:-$CLASS}" - 0 0 false NOT_ATTEMPTED "$2" false "$3" ''
}

# not_loaded FILE WORD: the kernel module is not loaded, so there are none of these rules: a fact, gathered without loading it
not_loaded() {
  take "$1" "echo '$2: not loaded'"
}

# may_run MODULE...: can the modules' tools run without the kernel loading a module? True when they are loaded or built in, or nothing can be loaded.
may_run() {
  # stand-ins for the tools, as tests use them, load nothing
  [ -z "${COLDCASE_PATH:-}" ] || return 0
  [ -r /proc/modules ] || return 0
  # not with read: shells that read byte by byte get one byte of a file below /proc/sys, and then its end
  [ "$(cat /proc/sys/kernel/modules_disabled 2>/dev/null)" != 1 ] || return 0
  for may_m; do
    case $MODULES in *"|$may_m|"*) continue ;; esac
    [ ! -d "/sys/module/$may_m" ] || continue
    return 1
  done
  return 0
}

# load_module_list: loaded and built-in modules into MODULES
load_module_list() {
  MODULES="|$(cut -d' ' -f1 /proc/modules 2>/dev/null | tr '\n' '|')$(sed 's|.*/||; s|[.]ko.*||; s|-|_|g' "/lib/modules/$(uname -r)/modules.builtin" 2>/dev/null | tr '\n' '|')"
}

# full_disk / lost_output: the run ends early, what there is gets packed
full_disk() {
  [ -z "$STOP" ] || return 0
  if [ -d "$W" ]; then
    STOP=disk-full
    say "cannot write to $W: disk full or read-only; packing what there is"
  else lost_output; fi
}
lost_output() {
  LOST=1
  say "the output directory $W is gone; what was gathered before is lost, going on in a new one"
  new_work_dir
}
