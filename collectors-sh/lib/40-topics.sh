# shellcheck shell=sh
# The list of topics and when each part of them runs.

TOPICS=

# topic NAME SCOPE TIER PHASES TEXT: called at the top of each file in collect.d. The file then defines NAME_PHASE for each of the PHASES:
# cluster: before (the API dump), during (while the nodes work), after;  node: sample (twice, 2x artifacts), state, probe, logs.
topic() { TOPICS="$TOPICS$1|$2|$3|$4|$5$NL"; }

# wanted NAME TIER: is this topic asked for
wanted() {
  if [ -n "$TOPICS_WANTED" ]; then listed "$1" "$TOPICS_WANTED"; else [ "$2" -le "$TIER" ]; fi
}

# tier N: inside a topic: is the depth at least N
tier() { [ "$TIER" -ge "$1" ]; }

# run_phase SCOPE PHASE
run_phase() {
  phase_rest=$TOPICS
  while [ -n "$phase_rest" ]; do
    phase_line=${phase_rest%%"$NL"*} phase_rest=${phase_rest#*"$NL"}
    phase_name=${phase_line%%'|'*} phase_line=${phase_line#*'|'}
    phase_scope=${phase_line%%'|'*} phase_line=${phase_line#*'|'}
    phase_tier=${phase_line%%'|'*} phase_line=${phase_line#*'|'}
    phase_list=${phase_line%%'|'*}
    [ "$phase_scope" = "$1" ] || continue
    case " $phase_list " in *" $2 "*) : ;; *) continue ;; esac
    wanted "$phase_name" "$phase_tier" || continue
    CLASS=state
    "${phase_name}_$2"
  done
}

list_topics() {
  printf '%-12s %-8s %-4s %s\n' TOPIC SCOPE TIER GATHERS
  printf '%s' "$TOPICS" | while IFS='|' read -r list_name list_scope list_tier list_phases list_text; do
    : "$list_phases"
    printf '%-12s %-8s %-4s %s\n' "$list_name" "$list_scope" "$list_tier" "$list_text"
  done
}

# --- several at once -------------------------------------------------------------------------------------------------

JOBS=
JOB_COUNT=0
# the main run is 0; each background job has scratch files of its own
JOB_ID=0
JOB_LAST=0

# job COMMAND...: runs a function in the background, at most PARALLEL_CALLS at once
job() {
  if [ -n "$DRY_RUN" ]; then
    "$@"
    return 0
  fi
  while [ "$JOB_COUNT" -ge "$PARALLEL_CALLS" ]; do
    job_first=${JOBS%% *}
    wait "$job_first" 2>/dev/null
    [ -z "$STOP" ] || kill -s TERM "$job_first" 2>/dev/null
    JOBS=${JOBS#* }
    JOB_COUNT=$((JOB_COUNT - 1))
  done
  JOB_LAST=$((JOB_LAST + 1))
  (
    JOB_ID=$JOB_LAST
    trap 'STOP=${STOP:-signal-TERM}' TERM
    trap '' INT HUP
    ON_TERMINAL=
    "$@"
  ) &
  JOBS="$JOBS$! " JOB_COUNT=$((JOB_COUNT + 1))
}

# jobs_done: waits for all of them; when a signal came they are told to finish
jobs_done() {
  while [ -n "$JOBS" ]; do
    if [ -n "$STOP" ]; then for job_p in $JOBS; do kill -s TERM "$job_p" 2>/dev/null; done; fi
    job_first=${JOBS%% *}
    wait "$job_first" 2>/dev/null
    kill -s 0 "$job_first" 2>/dev/null && continue
    JOBS=${JOBS#* }
  done
  JOB_COUNT=0
}
