# shellcheck shell=sh
topic sockets node 1 'sample' 'listeners, socket states, protocol counters, backlog'

# Without the diag modules ss would make the kernel load them; with PROC_ROOT it reads /proc instead.
sockets_sample() {
  sockets_root=
  may_run inet_diag tcp_diag udp_diag || sockets_root='PROC_ROOT=/proc '
  # TCP sockets of each state; peers with many of one state
  sockets_states="awk 'NR > 1 { s[\$1]++; sub(/:[^:]*\$/, \"\", \$5); if (\$1 != \"LISTEN\") p[\$1 \" \" \$5]++ } END { for (k in s) print k, s[k]; for (k in p) if (p[k] > 20) print k, p[k] }'"
  take -m 8388608 -n ss -f 'netstat -tulnp 2>/dev/null; for f in /proc/net/tcp /proc/net/tcp6 /proc/net/udp /proc/net/udp6 /proc/net/sockstat /proc/net/sockstat6; do sect $f; head -n 20000 $f; done; :' \
    ss.txt "${sockets_root}ss -s; ${sockets_root}ss -tulnp; r=\$?; cat /proc/net/sockstat /proc/net/sockstat6; sect states; ${sockets_root}ss -tan | $sockets_states; exit \$r"
  take -m 262144 -n nstat -f 'cat /proc/net/snmp /proc/net/netstat /proc/net/snmp6' nstat.txt 'nstat -asz'
  take -m 1048576 softnet.txt 'cat /proc/net/softnet_stat; sect /proc/softirqs; cat /proc/softirqs; sect /proc/interrupts; cat /proc/interrupts'
}
