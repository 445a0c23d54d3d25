# shellcheck shell=sh
topic host node 1 'sample state' 'system, kernel, identity, load, limits'

host_sample() {
  take -f 'cat /proc/loadavg /proc/meminfo; head -n 1 /proc/stat; grep -s . /proc/pressure/*; :' -n ps resources.txt \
    'cat /proc/loadavg /proc/meminfo; head -n 1 /proc/stat; grep -s . /proc/pressure/*; ps -eo pid,pcpu,rss,comm --sort=-pcpu 2>/dev/null | head -n 20; :'
}

host_state() {
  CLASS=config
  take -m 32768 meta.txt "hostname; date -u +%s; uname -a; cat /etc/os-release /proc/uptime; sect /proc/cmdline; cat /proc/cmdline; sect versions; systemctl --version 2>/dev/null | head -n 1; systemd-detect-virt 2>/dev/null; sect run; echo 'mode $MODE'; echo 'uid $UID_NUMBER'; echo 'shell $SHELL_NAME'; echo 'namespaces $(readlink /proc/self/ns/net 2>/dev/null) $(readlink /proc/self/ns/mnt 2>/dev/null)'"
  host_identity
  tier 2 || return 0
  take limits.txt "cat /proc/sys/fs/file-nr /proc/sys/fs/inotify/max_user_instances /proc/sys/fs/inotify/max_user_watches; sect fds; for p in $PIDS_ALL; do set -- /proc/\$p/fd/*; l=; while read -r a b c d x; do [ \"\$b\" != open ] || l=\$d; done </proc/\$p/limits; read -r c </proc/\$p/comm && echo \"\$# \$l \$c \$p\"; done 2>/dev/null; :"
}

# Identifiers only as hashes with the bundle's salt: equal machines stay visible, the identifier does not.
host_identity() {
  if [ -n "$DRY_RUN" ]; then
    take -m 1024 machine-id.txt 'salted hashes of /etc/machine-id /sys/class/dmi/id/product_uuid /etc/openvswitch/system-id.conf'
    return 0
  fi
  identity_text=:
  for identity_f in /etc/machine-id /sys/class/dmi/id/product_uuid /etc/openvswitch/system-id.conf; do
    identity_value=
    read -r identity_value 2>/dev/null <"$identity_f"
    [ -n "$identity_value" ] || continue
    salted "$identity_value"
    identity_name=${identity_f##*/}
    case $SALTED in weak:*) identity_name="weak $identity_name" ;; esac
    identity_text="$identity_text; echo '${SALTED#weak:}  ${identity_name%.conf}'"
  done
  take -m 1024 machine-id.txt "$identity_text"
}
