# shellcheck shell=sh
topic kernel node 1 'state' 'kernel switches, where they are set, modules'

kernel_state() {
  CLASS=config
  # sysctl -a reads far more than this and is not everywhere; a dot in a device name is written / as sysctl does. Two switches are secrets.
  take -m 8388608 sysctl.txt 'grep -rs . /proc/sys/net /proc/sys/fs/file-max /proc/sys/fs/file-nr /proc/sys/fs/nr_open /proc/sys/fs/inotify /proc/sys/kernel/unprivileged_bpf_disabled | awk '"'"'{ i = index($0, ":"); k = substr($0, 11, i - 11); if (k ~ /stable_secret|fastopen_key/) next; gsub(/[.]/, "\001", k); gsub(/\//, ".", k); gsub(/\001/, "/", k); print k " = " substr($0, i + 1) }'"'"''
  tier 2 || return 0
  take -c host-files -m 1048576 sysctl-files.txt 'show /usr/lib/sysctl.d/*.conf /lib/sysctl.d/*.conf /run/sysctl.d/*.conf /etc/sysctl.d/*.conf /etc/sysctl.conf /usr/lib/modules-load.d/*.conf /etc/modules-load.d/*.conf /etc/modules'
  take -m 524288 modules.txt 'sect /proc/modules; cat /proc/modules 2>&1; sect builtin; grep -sE "vxlan|ipip|geneve|wireguard|ip_vs|nf_|xt_|br_netfilter|nft_" /lib/modules/$(uname -r)/modules.builtin; command -v modprobe >/dev/null && for m in br_netfilter overlay vxlan ipip geneve wireguard ip_vs ip_vs_rr nf_conntrack nf_tables ip_tables ip_set xt_set xt_comment xt_statistic xt_mark nft_chain_nat; do sect modprobe -n -v $m; modprobe -n -v $m 2>&1; done; sect blacklist; grep -sh "^ *\(blacklist\|install\)" /etc/modprobe.d/*.conf /lib/modprobe.d/*.conf; :'
}
