# shellcheck shell=sh
# The probes themselves, as shell text: it also runs inside the network namespaces of pods.

# probe_all reads targets from standard input and prints one result line each, several at once, at most 45 s.
# shellcheck disable=SC2016 # expanded where it runs
PROBES='
ms() { read -r ms_up ms_x </proc/uptime; MS=${ms_up%.*}${ms_up#*.}; MS=$((${MS#0} * 10)); }
# the last two lines of r, joined; a last line that is empty counts as one
p_last() {
  p_nl="
"
  p_b=${r##*"$p_nl"}; p_a=${r%"$p_nl"*}; p_a=${p_a##*"$p_nl"}
  case $p_b in *transmitted*) p_a=$p_b p_b= ;; esac
  r="$p_a $p_b "
}
p_ping() {
  case $1 in *:*) p_six=-6 ;; *) p_six= ;; esac
  if [ "$PING_DF" = 1 ]; then r=$(ping $p_six -n -c2 -i0.2 -W1 -M do -s "$2" "$1" 2>&1); p_last
  elif [ "$2" -gt 100 ]; then r="unknown (no tool)"
  elif [ -n "$PING_DF" ]; then r=$(ping $p_six -c 2 -W 1 -s "$2" "$1" 2>&1); p_last
  else r="unknown (no tool)"; fi
  echo "ping $1 $2  -> $r"
}
p_tcp() {
  ms; p_t=$MS
  case $TCP_TOOL in
    bash) r=$(timeout 3 bash -c "exec 3<>/dev/tcp/$1/$2" 2>&1); p_rc=$? ;;
    socat) r=$(timeout 3 socat -u /dev/null "TCP:$1:$2" 2>&1); p_rc=$? ;;
    nc) r=$(nc -v -w 3 "$1" "$2" </dev/null 2>&1); p_rc=$? ;;
    curl) r=$(curl -s -S -v -m 3 "telnet://$1:$2" </dev/null 2>&1); p_rc=$?; case $r in *Connected\ to*) p_rc=0 ;; esac ;;
    *) echo "tcp $1 $2  -> unknown (no tool)"; return ;;
  esac
  ms; p_t=$((MS - p_t))
  if [ $p_rc = 0 ]; then r=open
  else case $r in
    *[Rr]efused*) r="Connection refused" ;;
    *[Nn]o\ route*) r="No route to host" ;;
    *[Nn]etwork\ is\ unreachable*|*[Nn]etwork\ unreachable*) r="Network is unreachable" ;;
    *[Nn]ot\ permitted*) r="Operation not permitted" ;;
    *) if [ $p_rc = 124 ] || [ $p_rc = 143 ] || [ $p_t -ge 2900 ]; then r=timeout; else case $r in *timed\ out*|"") r=timeout ;; *) r=$(printf "%s" "$r" | tail -n 1 | sed "s/.*: //") ;; esac; fi ;;
  esac; fi
  echo "tcp $1 $2  -> $r ${p_t}ms"
}
# all queries of one server, "NAME [+tcp]" a word, by one program: starting dig costs more than asking. Its answers come in the order of the queries; where
# their number is not that of the queries (older versions, other errors) each is asked on its own.
p_digs() {
  p_server=$1; shift
  p_args=
  for p_q; do p_args="$p_args @$p_server $p_q"; done
  r=$(dig +time=2 +tries=1 $p_args 2>&1 | awk -v want=$# "$P_DIG")
  if [ -n "$r" ]; then
    p_nl="
"
    while [ $# -gt 0 ]; do
      case $1 in *" "*) p_q=$1 ;; *) p_q="$1 " ;; esac
      echo "dns $p_server $p_q -> ${r%%"$p_nl"*}"
      r=${r#*"$p_nl"}; shift
    done
    return
  fi
  for p_q; do p_dns "$p_server" ${p_q%% *} ${p_q#"${p_q%% *}"} & done
  wait
}
P_DIG="
  /status:|timed out|refused|no servers|unreachable|Query time/ { line = line \$0 \" \" }
  /^coldcase-nosuch-name.*[ \t]A[ \t]/ && line !~ /; answer/ { line = line \"; answer \" \$NF \" \" }
  /Query time|no servers could be reached/ { out = out line \"\\n\"; line = \"\"; n++ }
  END { if (n == want && line == \"\") printf \"%s\", out }"
p_dns() {
  case $DNS_TOOL in
    dig) r=$(dig +time=2 +tries=1 "@$1" "$2" $3 2>&1 | awk "/status:|timed out|refused|no servers|unreachable|Query time/ { printf \"%s \", \$0 } /^coldcase-nosuch-name.*[ \t]A[ \t]/ { printf \"; answer %s \", \$NF }") ;;
    nslookup)
      if [ -n "$3" ]; then r="unknown (no tool)"; else
      ms; p_t=$MS; r=$(timeout 4 nslookup "$2" "$1" 2>&1); ms; p_t=$((MS - p_t))
      # one address is enough: busybox asks for AAAA too and says "No answer" of that
      p_a=$(printf "%s\n" "$r" | awk "/^Name:/ { on = 1 } on && /^Address/ { print \$1 == \"Address:\" ? \$2 : \$3; exit }")
      p_s=NOERROR
      if [ -n "$p_a" ]; then p_s="NOERROR; answer $p_a"; else case $r in
        *SERVFAIL*) p_s=SERVFAIL ;; *REFUSED*) p_s=REFUSED ;; *No\ answer*) ;; *NXDOMAIN*|*"t resolve"*|*"t find"*) p_s=NXDOMAIN ;;
        *timed\ out*|*no\ servers*|"") p_s= ; r=";; communications error to $1#53: timed out ;; no servers could be reached " ;;
        *[Cc]onnection\ refused*) p_s= ; r=";; communications error to $1#53: connection refused ;; no servers could be reached " ;;
        *) p_s= ; r="unknown (nslookup: $(printf "%s" "$r" | tail -n 1))" ;;
      esac; fi
      [ -z "$p_s" ] || r=";; ->>HEADER<<- opcode: QUERY, status: $p_s ;; Query time: $p_t msec "; fi ;;
    *) r="unknown (no tool)" ;;
  esac
  echo "dns $1 $2 $3 -> $r"
}
probe_tools() {
  PING_DF= TCP_TOOL= DNS_TOOL=
  if command -v ping >/dev/null; then PING_DF=0; ping -V 2>&1 | grep -q iputils && PING_DF=1; fi
  if ! command -v timeout >/dev/null || ! timeout 1 true 2>/dev/null; then timeout() { shift; "$@"; }; fi
  if command -v bash >/dev/null && command -v timeout >/dev/null && bash -c "exec 3<>/dev/tcp/127.0.0.1/1" 2>&1 | grep -qi "refused"; then TCP_TOOL=bash
  elif command -v socat >/dev/null; then TCP_TOOL=socat
  elif command -v nc >/dev/null; then TCP_TOOL=nc
  elif command -v curl >/dev/null; then TCP_TOOL=curl; fi
  if command -v dig >/dev/null; then DNS_TOOL=dig; elif command -v nslookup >/dev/null; then DNS_TOOL=nslookup; fi
}
probe_all() {
  probe_tools
  read -r probe_end probe_x </proc/uptime; probe_end=$((${probe_end%.*} + 45)); probe_n=0 probe_server=; set --
  while read -r kind a b c; do
    read -r probe_now probe_x </proc/uptime
    if [ "${probe_now%.*}" -ge $probe_end ]; then echo "$kind $a $b $c -> skipped (budget)"; continue; fi
    # queries of one server that follow each other go together
    if [ $# != 0 ] && [ "$kind $a" != "dns $probe_server" ]; then p_digs "$probe_server" "$@" & set --; fi
    case $kind in
      ping) p_ping "$a" "$b" & ;;
      tcp) p_tcp "$a" "$b" & ;;
      dns) if [ "$DNS_TOOL" = dig ]; then probe_server=$a; set -- "$@" "$b${c:+ $c}"; continue; fi; p_dns "$a" "$b" "$c" & ;;
    esac
    probe_n=$((probe_n + 1)); [ $((probe_n % 10)) != 0 ] || wait
  done
  [ $# = 0 ] || p_digs "$probe_server" "$@" &
  wait
}
'

# api_targets: the list of probe_targets made from the inventory of the API server, bounded for large clusters
api_targets() {
  awk -F'|' -v domain="$CLUSTER_DOMAIN" -v server="$CLUSTER_SERVER" '
    function ping(a, s) { print "ping", a, s }
    FILENAME ~ /nodes.k$/ {
      if ($2 == "" || ++nodes > 20) next
      ping($2, 56); ping($2, 1372); ping($2, 1422); ping($2, 1472); print "tcp", $2, 10250
      address[nodes] = $2
      next
    }
    FILENAME ~ /services.k$/ {
      if ($3 == "" || $3 == "None") next
      first = $1 "/" $2 == "default/kubernetes" || $2 ~ /dns/
      if (!first && ++services > 16) next
      if ($4 != "") print "tcp", $3, $4
      if ($5 != "" && ++ports <= 4) for (i = 1; i <= nodes && i <= 5; i++) print "tcp", address[i], $5
      if ($2 ~ /dns/ && $1 == "kube-system") dns[++resolvers] = $3
      next
    }
    $4 != "true" && $5 != "" && $6 == "Running" {
      isdns = $12 ~ /^(kube-dns|coredns)$/
      if (isdns && resolvers < 5) dns[++resolvers] = $5
      if (!isdns && (++of_node[$3] > 4 || ++pods > 30)) next
      ping($5, 56); ping($5, "PODMTU")
      split($11, p, " "); if (p[1] != "" && !isdns) print "tcp", $5, p[1]
    }
    END {
      if (match(server, /\/\/[^\/:]+:[0-9]+/)) { s = substr(server, RSTART + 2, RLENGTH - 2); split(s, h, ":"); print "tcp", h[1], h[2] }
      for (i = 1; i <= resolvers; i++) {
        print "dns", dns[i], "kubernetes.default.svc." domain "."; print "dns", dns[i], "www.example.com."; print "dns", dns[i], "nosuch.example.com."
        print "dns", dns[i], "kubernetes.default.svc." domain ". +tcp"
      }
    }' "$W/.nodes.k" "$W/.services.k" "$W/.pods.k"
}

# api_route_targets: addresses for "ip route get": service, resolver and one pod per node
api_route_targets() {
  awk -F'|' 'FILENAME ~ /services.k$/ { if ($3 ~ /^[0-9.]+$/ && ($1 "/" $2 == "default/kubernetes" || $2 ~ /dns/)) print $3; next }
    $4 != "true" && $5 ~ /^[0-9.]+$/ && !seen[$3]++ { print $5 }' "$W/.services.k" "$W/.pods.k" | head -n 30 | tr '\n' ' '
}
