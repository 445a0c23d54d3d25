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
  /^[^;].*[ \t]A[ \t]/ && line !~ /; answer/ { line = line \"; answer \" \$NF \" \" }
  /Query time|no servers could be reached/ { out = out line \"\\n\"; line = \"\"; n++ }
  END { if (n == want && line == \"\") printf \"%s\", out }"
p_dns() {
  case $DNS_TOOL in
    dig) r=$(dig +time=2 +tries=1 "@$1" "$2" $3 2>&1 | awk "/status:|timed out|refused|no servers|unreachable|Query time/ { printf \"%s \", \$0 } /^[^;].*[ \t]A[ \t]/ && !a++ { printf \"; answer %s \", \$NF }") ;;
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

# --- hosts outside of the cluster ------------------------------------------------------------------------------------
# Whether a request that fails fails everywhere, and how, only a probe from several places tells. Asked are hosts that stand in the applications' own
# logs as not reached, and no others; at most OUTSIDE_MOST of them.

OUTSIDE_MOST=3

# outside_wanted: may these hosts be asked
outside_wanted() {
  [ -z "$NO_OUTSIDE$DRY_RUN" ] && wanted probes 2 && ! listed probes "$EXCLUDE" && ! listed app-logs "$EXCLUDE"
}

# outside_hosts [INVENTORY...]: from log lines on standard input "outside HOST PORT" for each that a request failed to reach, the most frequent first.
# What the inventory files name is inside of the cluster.
outside_hosts() {
  awk -v domain="$CLUSTER_DOMAIN" -v most="$OUTSIDE_MOST" '
    function number(a,   p) { split(a, p, "."); return ((p[1] * 256 + p[2]) * 256 + p[3]) * 256 + p[4] }
    function inside(h,   l, n, i) {
      n = split(h, l, ".")
      if (h ~ /^[0-9.]+$/) {
        if (n != 4 || l[1] > 223 || l[2] > 255 || l[3] > 255 || l[4] > 255 || h in address) return 1
        if (l[1] + 0 == 0 || l[1] == 127 || l[1] == 169 && l[2] == 254 || (l[1] "." l[2]) in services) return 1
        for (i in range) if (int(number(h) / range[i]) == int(number(i) / range[i])) return 1
        return 0
      }
      if (n < 2 || h ~ /^[.-]|[.-]$|\.\.|\.svc$|\.svc\.|\.localhost$|\.localdomain$/ || substr(h, length(h) - length(domain)) == "." domain) return 1
      for (i = 1; i <= n; i++) if (l[i] in service && (i == n || (l[i] "/" l[i + 1]) in service)) return 1
      return 0
    }
    function seen(h, p) {
      if (h ~ /[^A-Za-z0-9._-]/ || p !~ /^[0-9]+$/ || p + 0 < 1 || p + 0 > 65535 || length(h) > 200 || inside(tolower(h))) return
      count[tolower(h) " " p + 0]++
    }
    # HOST:PORT of an address, with the port of its scheme where it has none
    function place(a, scheme,   i) {
      sub(/^.*@/, "", a)
      i = index(a, ":")
      if (i > 0) seen(substr(a, 1, i - 1), substr(a, i + 1))
      else if (scheme in usual) seen(a, usual[scheme])
    }
    BEGIN {
      usual["http"] = usual["ws"] = 80; usual["https"] = usual["wss"] = 443; usual["postgres"] = usual["postgresql"] = 5432; usual["mysql"] = 3306
      usual["redis"] = 6379; usual["amqp"] = 5672; usual["amqps"] = 5671; usual["mongodb"] = 27017; usual["nats"] = 4222; usual["ldap"] = 389; usual["ldaps"] = 636
    }
    FILENAME ~ /nodes.k$/ {
      split($0, f, "|"); address[f[2]]
      if (split(f[3], c, "/") == 2 && c[1] ~ /^[0-9.]+$/) for (range[c[1]] = 1; c[2] < 32; c[2]++) range[c[1]] *= 2
      next
    }
    FILENAME ~ /services.k$/ {
      split($0, f, "|"); service[f[2]]; service[f[2] "/" f[1]]; address[f[3]]
      if (f[1] "/" f[2] == "default/kubernetes" && split(f[3], l, ".") == 4) services[l[1] "." l[2]]
      next
    }
    FILENAME ~ /pods.k$/ { split($0, f, "|"); if (f[5] != "") address[f[5]]; next }
    !/[Ee][Rr][Rr]|[Ff]ail|[Rr]efused|[Tt]imed out|[Tt]ime-?out|[Tt]imeout|deadline|[Nn]o route|[Uu]nreachable|[Nn]o such host|reset by peer/ { next }
    {
      s = $0
      while (match(s, /[a-z][a-z0-9+]*:\/\/[^ \t"\047\\<>\/,;)?#]+/)) {
        u = substr(s, RSTART, RLENGTH)
        s = substr(s, RSTART + RLENGTH)
        i = index(u, "://")
        place(substr(u, i + 3), substr(u, 1, i - 1))
      }
      s = $0
      # the far end of "read tcp A->B"
      gsub(/[0-9.]+:[0-9]+->/, "", s)
      while (match(s, /[0-9]+\.[0-9]+\.[0-9]+\.[0-9]+:[0-9]+/)) {
        place(substr(s, RSTART, RLENGTH), "")
        s = substr(s, RSTART + RLENGTH)
      }
      if (match($0, /(dial|[Cc]onnect[a-z]*) (tcp |to )+[A-Za-z][A-Za-z0-9.-]*:[0-9]+/)) {
        u = substr($0, RSTART, RLENGTH)
        sub(/^.* /, "", u)
        place(u, "")
      }
      if (match($0, /host=.?[A-Za-z0-9.-]+.?, port=[0-9]+/)) {
        u = substr($0, RSTART + 5, RLENGTH - 5)
        i = index(u, ", port=")
        h = substr(u, 1, i - 1)
        gsub(/[^A-Za-z0-9.-]/, "", h)
        seen(h, substr(u, i + 7))
      }
    }
    END {
      for (n = 0; n < most; n++) {
        best = ""
        for (i in count) if (best == "" || count[i] > count[best] || count[i] == count[best] && i < best) best = i
        if (best == "") break
        print "outside", best
        delete count[best]
      }
    }' "$@" -
}

# outside_logs: what the applications wrote last, through the API server: of four namespaces, those asked for first
outside_logs() {
  outside_wanted || return 0
  outside_count=0
  outside_all=$(awk -F'|' -v asked="$NAMESPACES" '$1 !~ /^coldcase-[0-9]+-[0-9]+$/ && $4 != "true" && $6 == "Running" && !seen[$1]++ { print (index("," asked ",", "," $1 ",") > 0 ? 1 : 2), $1 }' "$W/.pods.k" 2>/dev/null | sort -s -n -k1,1 | cut -d' ' -f2)
  for outside_n in $outside_all; do
    case $outside_n in -* | *[!a-z0-9-]*) continue ;; esac
    ! system_namespace "$outside_n" || listed "$outside_n" "$NAMESPACES" || continue
    [ "$outside_count" -lt 4 ] || break
    outside_count=$((outside_count + 1))
    job outside_log "$outside_n" "$outside_count"
  done
}
outside_log() {
  # shellcheck disable=SC2086 # KUBECTL holds quoted words only where eval reads them
  eval "quick 8 $KUBECTL" 'logs -n "$1" -l "!coldcase" --all-containers --ignore-errors --tail=40 --since=10m --request-timeout=5s --cache-dir="$W/.cache"' >"$W/.outside.$2" 2>/dev/null
}

# outside_targets: what outside_logs found, as further lines of TARGETS
outside_targets() {
  outside_wanted || return 0
  for outside_f in "$W"/.outside.[0-9]*; do
    [ -f "$outside_f" ] || return 0
    cat "$outside_f"
    rm -f "$outside_f"
  done | outside_hosts "$W/.nodes.k" "$W/.services.k" "$W/.pods.k"
}

# outside_here: the same on a node that was told nothing, from the logs of its own application pods
outside_here() {
  outside_wanted || return 0
  outside_count=0
  for outside_f in /var/log/pods/*/*/[0-9]*.log; do
    outside_n=${outside_f#/var/log/pods/}
    ! system_namespace "${outside_n%%_*}" || continue
    [ -f "$outside_f" ] || continue
    outside_count=$((outside_count + 1))
    [ "$outside_count" -le 80 ] || break
    tail -n 40 "$outside_f"
  done 2>/dev/null | outside_hosts
}

# outside_probes SERVER...: reads "outside HOST PORT" lines and writes what to probe; a name is looked up at each SERVER
outside_probes() {
  while read -r outside_x outside_h outside_p; do
    : "$outside_x"
    case $outside_h in
      *[!0-9.]*)
        outside_a=
        for outside_s; do
          [ -n "$outside_s" ] || continue
          printf 'dns %s %s.\n' "$outside_s" "$outside_h"
          [ -z "$outside_a" ] || continue
          outside_a=$(quick 5 "$SH" -c "$PROBES"' probe_tools; p_dns "$1" "$2." ""' outside "$outside_s" "$outside_h" | sed -n 's/.*; answer \([0-9.]*\).*/\1/p' | head -n 1)
        done
        ;;
      *) outside_a=$outside_h ;;
    esac
    [ -z "$outside_a" ] || printf 'ping %s 56\nping %s 1372\ntcp %s %s\n' "$outside_a" "$outside_a" "$outside_a" "$outside_p"
  done
}
