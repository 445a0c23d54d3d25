# shellcheck shell=sh
topic nodelogs node 1 'logs' 'kernel messages, journals of kubelet, runtime and network services'

nodelogs_logs() {
  CLASS=logs
  take -m 8388608 -n dmesg -f 'newest 2000 /var/log/dmesg' dmesg.txt 'dmesg -T 2>/dev/null | tail -n 3000 || dmesg | tail -n 3000'
  tier 2 || return 0
  nodelogs_journal=
  if have journalctl && [ -n "$(quick 10 journalctl -n 1 -q --no-pager 2>/dev/null)" ]; then nodelogs_journal=1; fi
  nodelogs_one journal-kubelet.txt 20000 '-u kubelet -u k3s -u k3s-agent -u rke2-server -u rke2-agent' /var/log/kubelet.log kubelet
  nodelogs_one journal-runtime.txt 20000 '-u containerd -u docker -u crio' /var/log/containerd.log 'containerd|dockerd|crio'
  nodelogs_one journal-net.txt 5000 '-u NetworkManager -u systemd-networkd -u systemd-resolved -u firewalld -u nftables -u iptables -u wicked -u dhclient -u dhcpcd -u chronyd -u keepalived -u frr -u ufw' '' 'NetworkManager|networkd|resolved|firewalld|dhclient|dhcpcd|chronyd|keepalived|wicked|ufw'
  if [ -r /var/log/audit/audit.log ]; then
    take -m 2097152 -n ausearch -f 'tail -c 8388608 /var/log/audit/audit.log | grep "type=AVC" | tail -n 2000; :' audit-avc.txt 'ausearch -m avc -ts today 2>&1 | tail -n 2000'
  else not_taken audit-avc.txt not-applicable 'no audit log'; fi
}

nodelogs_one() { # FILE LINES UNITS LOGFILE SYSLOG-PATTERN
  if [ -n "$nodelogs_journal" ]; then
    take -t 20 -m 8388608 "$1" "journalctl $3 --since '-$SINCE' -n $2 -q --no-pager -o short-iso"
  elif [ -n "$4" ] && [ -r "$4" ]; then
    take -m 8388608 "$1" "newest $2 $4"
  else
    for nodelogs_f in /var/log/syslog /var/log/messages; do
      [ -r "$nodelogs_f" ] || continue
      take -m 8388608 "$1" "tail -c 67108864 $nodelogs_f | grep -E '$5' | tail -n $2; :"
      return 0
    done
    not_taken "$1" missing-tool 'no journal and no log file'
  fi
}
