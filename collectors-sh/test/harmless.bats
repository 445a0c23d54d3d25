# The node is the same afterwards.
load helper

# What a run could change and does not change by itself: modules, kernel switches, links, routes, rules.
node_state() {
  cut -d' ' -f1 /proc/modules | sort
  cat /proc/net/ip_tables_names 2>/dev/null
  grep -rs . /proc/sys/net/ipv4/ip_forward /proc/sys/net/ipv4/conf /proc/sys/net/bridge /proc/sys/net/netfilter/nf_conntrack_max /proc/sys/vm/swappiness
  for c in 'ip -o link' 'ip -4 route show table all' 'ip rule' 'nft -s list ruleset'; do $c 2>/dev/null | sed 's/ state [A-Z]*//'; done
}

# The tools of this machine, not fakes, in a world where everything but one directory is read-only: a write elsewhere shows as EROFS.
@test "nothing is written outside the output directory, and the node is the same afterwards" {
  [ "$(id -u)" = 0 ] && unshare -m true 2>/dev/null && command -v strace >/dev/null && strace -o /dev/null true 2>/dev/null || skip 'needs root and strace'
  mkdir -p "$BATS_TEST_TMPDIR/rw/out"
  cat >"$BATS_TEST_TMPDIR/rw/run" <<T
mount --make-rprivate / && mount --bind $BATS_TEST_TMPDIR/rw $BATS_TEST_TMPDIR/rw
while read -r x where x; do [ "\$where" = $BATS_TEST_TMPDIR/rw ] || mount -o remount,bind,ro "\$where" 2>/dev/null; done </proc/self/mounts
touch /tmp/.coldcase 2>/dev/null && exit 77
exec strace -f -qq -o $BATS_TEST_TMPDIR/rw/trace -e trace=openat,open,creat,unlink,unlinkat,rename,renameat,renameat2,mkdir,mkdirat,rmdir,chmod,fchmodat,link,linkat,symlink,symlinkat,mknod,mknodat,truncate,init_module,finit_module,delete_module \\
  env -i HOME=/nonexistent PATH='$PATH' $CC_SHELL $SCRIPT node --tier 2 --gap 0 --nice 0 --output $BATS_TEST_TMPDIR/rw/out --max-time 250 --topic host,interfaces,routes,kernel,filter,conntrack,sockets,resolver,cni,kubernetes,system,nodelogs
T
  node_state >"$BATS_TEST_TMPDIR/before"
  run unshare -m sh "$BATS_TEST_TMPDIR/rw/run"
  [ "$status" != 77 ] || skip 'this machine cannot be made read-only'
  [ "$status" = 0 ] || { echo "$output"; false; }
  node_state >"$BATS_TEST_TMPDIR/after"
  diff "$BATS_TEST_TMPDIR/before" "$BATS_TEST_TMPDIR/after"
  OUT=$BATS_TEST_TMPDIR/rw/out
  opened
  is "node/$NODE/sysctl.txt" COLLECTED
  grep -v '/dev/tty' "$BATS_TEST_TMPDIR/rw/trace" | grep -E 'EROFS|(init_module|finit_module|delete_module)\(' >"$BATS_TEST_TMPDIR/writes" || :
  cat "$BATS_TEST_TMPDIR/writes"
  [ ! -s "$BATS_TEST_TMPDIR/writes" ]
}

@test "no command that changes anything is in the script" {
  # words at the place of a command
  ! grep -nE '(^|[;&|({]|\$\()[[:space:]]*(modprobe( +[^-]|$)|insmod|rmmod|iptables +-[ADFIXZPN]|ip6tables +-[ADFIXZPN]|nft +(add|delete|flush|insert|reset)|ip +(link|route|addr|rule|neigh) +(add|del|set|flush|replace)|sysctl +-w|systemctl +(start|stop|restart|reload|enable|disable|mask)|conntrack +-[DFIU]|ipset +(add|del|flush|destroy|create)|kubectl +(apply|patch|label|annotate|cordon|drain|scale|rollout|edit|replace))' "$SCRIPT"
  ! grep -nE 'get +secrets?( |"|,)|,secrets' "$SCRIPT"
}

@test "iptables of the old kind are not asked when that would load them" {
  fake iptables 'echo "iptables v1.6.1"'
  for t in iptables-save iptables-legacy-save ip6tables-save ip6tables-legacy-save; do fake "$t" "touch $BATS_TEST_TMPDIR/ran"; done
  read -r tables </proc/net/ip_tables_names 2>/dev/null && skip 'legacy tables are loaded here'
  collect node --topic filter --gap 0
  [ ! -e "$BATS_TEST_TMPDIR/ran" ]
  for f in iptables-legacy-save ip6tables-save ip6tables-legacy-save; do grep -q '^legacy: not loaded' "$X/node/$NODE/$f.txt"; done
  grep -q '^legacy: not loaded' "$X/node/$NODE/iptables-save.txt"
}
