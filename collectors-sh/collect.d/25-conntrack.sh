# shellcheck shell=sh
topic conntrack node 1 'sample state' 'connection tracking: counters, limits, a sample'

conntrack_sample() {
  if [ ! -d /proc/sys/net/netfilter ] || [ ! -e /proc/sys/net/netfilter/nf_conntrack_count ]; then
    not_loaded conntrack-stats.txt conntrack
  elif may_run nf_conntrack_netlink; then
    take -m 262144 -n conntrack -f 'cat /proc/net/stat/nf_conntrack; cd /proc/sys/net/netfilter && grep . nf_conntrack_count nf_conntrack_max nf_conntrack_buckets' \
      conntrack-stats.txt 'conntrack -S; r=$?; cd /proc/sys/net/netfilter && grep . nf_conntrack_count nf_conntrack_max nf_conntrack_buckets; exit $r'
  else
    take -m 262144 conntrack-stats.txt 'cat /proc/net/stat/nf_conntrack; cd /proc/sys/net/netfilter && grep . nf_conntrack_count nf_conntrack_max nf_conntrack_buckets'
  fi
}

# Never the whole table: 2000 entries as they come, then only unanswered UDP and DNS; and counts over all of them.
conntrack_state() {
  tier 2 || return 0
  conntrack_awk="awk 'function keep() { print } / flow entries have been shown/ || !/=/ { note = note \$0 \"\\n\"; next } { st = \$3 == \"tcp\" ? \$6 : /UNREPLIED/ ? \"UNREPLIED\" : \"SEEN\"; c[\$3 \" \" st]++ } NR <= 2000 { keep(); next } /udp.*UNREPLIED/ { if (u++ < 2000) keep(); next } / dport=53 / { if (d++ < 1000) keep() } END { printf \"%s\", note; print \"== counts\"; for (k in c) print k, c[k] }'"
  if [ ! -e /proc/sys/net/netfilter/nf_conntrack_count ]; then
    not_loaded conntrack-sample.txt conntrack
  elif may_run nf_conntrack_netlink && have conntrack; then
    take -m 4194304 conntrack-sample.txt "{ conntrack -L -o extended 2>&1; echo \$? >\"\$W/.ct~\"; } | $conntrack_awk; read -r r <\"\$W/.ct~\"; rm -f \"\$W/.ct~\"; exit \$r"
  elif [ -r /proc/net/nf_conntrack ]; then
    take -m 4194304 conntrack-sample.txt "$conntrack_awk /proc/net/nf_conntrack"
  else take -n conntrack conntrack-sample.txt 'conntrack -L -o extended'; fi
}
