# shellcheck shell=sh
# Surroundings, messages, clock. Sourced first. Functions have no local variables in POSIX sh: each function's own begin with a prefix of its name.

VERSION=1.0.0
NL='
'

# harden: nothing of the caller's shell may change what the commands below mean.
harden() {
  set +e +u +f +C +v +x +m 2>/dev/null
  IFS=' 	
'
  \unalias -a 2>/dev/null
  unset CDPATH ENV BASH_ENV GREP_OPTIONS GREP_COLORS TAR_OPTIONS GZIP LS_COLORS POSIXLY_CORRECT 2>/dev/null
  LC_ALL=C LANG=C TZ=UTC
  # what comes first in PATH stays first; an empty or short one is completed; COLDCASE_PATH is taken as it is
  PATH=${COLDCASE_PATH:-${PATH:+$PATH:}/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/opt/bin:/var/lib/rancher/rke2/bin:/var/lib/rancher/k3s/data/current/bin}
  export LC_ALL LANG TZ PATH
  umask 077
}

# own_temp ARGUMENTS: ksh93 keeps what $(...) reads in files, in the TMPDIR that it finds at the first of them. That is to be the output directory, or
# another that can be written: /tmp may be read-only, and is not ours. No substitution before this. TEMP is what the caller had.
own_temp() {
  TEMP=${TMPDIR:-/tmp}
  case ${KSH_VERSION-} in *93*) : ;; *) return 0 ;; esac
  temp_last='' temp_out=
  for temp_a; do
    [ "$temp_last" != --output ] || temp_out=$temp_a
    case $temp_a in --output=*) temp_out=${temp_a#*=} ;; esac
    temp_last=$temp_a
  done
  for temp_d in "$temp_out" "$PWD" "$TEMP" /var/tmp /dev/shm; do
    if [ -n "$temp_d" ] && [ -d "$temp_d" ] && [ -w "$temp_d" ]; then
      TMPDIR=$temp_d
      export TMPDIR
      break
    fi
  done
}

have() { command -v "$1" >/dev/null 2>&1; }

say() { printf '%s\n' "coldcase-collect: $*" >&2; }

# progress TEXT: one line that is overwritten, on a terminal only
progress() {
  [ -n "$ON_TERMINAL" ] || return 0
  mono
  printf '\r\033[K[%3ds] %s' "$((MONO - MONO0))" "$1" >&2
}
progress_end() { [ -z "$ON_TERMINAL" ] || printf '\r\033[K' >&2; }

# mono: seconds of a clock that nobody sets, into MONO. No process is started: this runs at every command.
mono() {
  if read -r MONO mono_rest 2>/dev/null </proc/uptime; then MONO=${MONO%%.*}; else MONO=$(date -u +%s); fi
}

# now: UTC epoch seconds into NOW; a clock that is set during the run does not disturb the order of the artifacts.
now() {
  mono
  NOW=$((EPOCH0 + MONO - MONO0))
}

# left: seconds until the run must be over, into LEFT
left() {
  mono
  LEFT=$((DEADLINE - MONO))
}

# oneline TEXT: TEXT with every newline, tab and carriage return as a blank, into LINE
oneline() {
  LINE=$1
  while :; do
    case $LINE in
      *"$NL"*) LINE="${LINE%%"$NL"*} ${LINE#*"$NL"}" ;;
      *"	"*) LINE="${LINE%%"	"*} ${LINE#*"	"}" ;;
      *"$CR"*) LINE="${LINE%%"$CR"*} ${LINE#*"$CR"}" ;;
      *) break ;;
    esac
  done
}

# safe NAME: NAME as a file name of FORMAT.md section 1, into SAFE
safe() {
  case $1 in
    '') SAFE=%00 ;;
    .* | -* | *[!A-Za-z0-9._@+:-]*)
      SAFE=$(printf '%s' "$1" | od -An -v -tx1 | tr -d '\n' | awk '{
        n = split($0, b, " "); ok = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ._@+:-"
        for (i = 1; i <= n; i++) {
          hi = index("0123456789abcdef", substr(b[i], 1, 1)) - 1; lo = index("0123456789abcdef", substr(b[i], 2, 1)) - 1
          c = sprintf("%c", hi * 16 + lo)
          out = out (hi < 8 && index(ok, c) && !(i == 1 && (c == "." || c == "-")) ? c : "%" toupper(b[i]))
        }
        print out }')
      ;;
    *) SAFE=$1 ;;
  esac
}

# quote TEXT: TEXT as one word of shell code, into QUOTED
quote() {
  QUOTED=
  quote_rest=$1
  while :; do
    case $quote_rest in
      *\'*) QUOTED=$QUOTED${quote_rest%%\'*}"'\\''" quote_rest=${quote_rest#*\'} ;;
      *) break ;;
    esac
  done
  QUOTED="'$QUOTED$quote_rest'"
}

# listed WORD LIST: is WORD one of the comma-separated LIST
listed() {
  case ,$2, in *,"$1",*) return 0 ;; esac
  return 1
}

# start_clock: what all times refer to
start_clock() {
  EPOCH0=$(date -u +%s 2>/dev/null)
  case $EPOCH0 in '' | *[!0-9]*) EPOCH0=0 ;; esac
  mono
  MONO0=$MONO
  CR=$(printf '\r')
  DEADLINE=$((MONO0 + MAX_TIME))
  ON_TERMINAL=
  [ ! -t 2 ] || ON_TERMINAL=1
  # by its full path: some busybox shells take their own programs before those of PATH, and their sh too
  SH='sh'
  for clock_d in /bin /usr/bin /system/bin; do
    if [ -x "$clock_d/sh" ]; then
      SH=$clock_d/sh
      break
    fi
  done
  SLEEP_SHORT=0.2
  sleep 0.01 2>/dev/null || SLEEP_SHORT=1
  SETSID=
  ! have setsid || SETSID=setsid
}

# be_nice: lowest priorities for everything that follows; --nice 0 where a node is so busy that nothing would get done
be_nice() {
  [ "$NICE" != 0 ] || return 0
  renice -n "$NICE" -p $$ >/dev/null 2>&1 || renice "$NICE" -p $$ >/dev/null 2>&1
  ionice -c 3 -p $$ >/dev/null 2>&1
  :
}
