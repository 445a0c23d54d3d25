# The node is the same afterwards.
load helper

@test "nothing is written outside the output directory" {
  command -v strace >/dev/null && strace -o /dev/null true 2>/dev/null || skip 'strace cannot be used here'
  # shellcheck disable=SC2086
  strace -f -qq -o "$BATS_TEST_TMPDIR/trace" -e trace=openat,open,creat,unlink,unlinkat,rename,renameat,renameat2,mkdir,mkdirat,rmdir,chmod,fchmodat,link,linkat,symlink,symlinkat,mknod,mknodat,truncate,init_module,finit_module,delete_module \
    env -i HOME=/nonexistent COLDCASE_PATH="$BIN" PATH="$PATH" $CC_SHELL "$SCRIPT" node --topic host,interfaces,routes,kernel,filter,sockets,resolver,cni --tier 2 --gap 0 --nice 0 --output "$OUT" --max-time 200 2>"$LOG"
  grep -E 'O_WRONLY|O_RDWR|O_CREAT|^[0-9]+ +(creat|unlink|rename|mkdir|rmdir|chmod|link|symlink|mknod|truncate|init_module|finit_module|delete_module)' "$BATS_TEST_TMPDIR/trace" |
    grep -v ENOENT | grep -v -e "\"$OUT" -e '"/dev/null"' -e '"/dev/tty"' -e 'AT_FDCWD, "coldcase-' -e '"\.' -e 'resumed' -e '"/proc/self/' -e '"coldcase-' >"$BATS_TEST_TMPDIR/writes" || :
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
  fake iptables-save "touch $BATS_TEST_TMPDIR/ran"
  read -r tables </proc/net/ip_tables_names 2>/dev/null && skip 'legacy tables are loaded here'
  collect node --topic filter --tier 1
  [ ! -e "$BATS_TEST_TMPDIR/ran" ]
  grep -q '^legacy: not loaded' "$X/node/$NODE/iptables-save.txt"
}
