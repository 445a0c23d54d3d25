# shellcheck shell=sh
topic filter node 1 'sample state' 'packet filter rules of every back end, sets, IPVS, firewall services'

# The commands below only read. Some of them make the kernel load a module by asking; those run only where that cannot happen.
filter_sample() {
  CLASS=rules
  filter_backend
  case $IPT_BACKEND in
    legacy)
      if [ -n "$LEGACY_TABLES" ]; then
        take -t 20 -m 67108864 iptables-save.txt 'iptables-save -c'
      else not_loaded iptables-save.txt legacy; fi
      ;;
    nft)
      if may_run nf_tables; then
        take -t 20 -m 67108864 iptables-save.txt 'iptables-save -c'
      else not_loaded iptables-save.txt nft; fi
      ;;
    *) # no iptables on the host: the one that kube-proxy or the CNI brought along knows the same tables
      if [ -n "$IPT_PID" ]; then
        take -n nsenter,iptables-host -f "nsenter -t $IPT_PID -m iptables-save -c" -t 20 -m 67108864 iptables-save.txt 'iptables-save -c'
      else take -n iptables-save iptables-save.txt 'iptables-save -c'; fi
      ;;
  esac
  if may_run nf_tables; then
    take -t 20 -m 67108864 -n nft nft-ruleset.txt 'nft -a list ruleset'
  else not_loaded nft-ruleset.txt nft; fi
}

filter_state() {
  CLASS=rules
  filter_backend
  take -m 8192 iptables-version.txt "iptables -V; ip6tables -V; nft -v; for p in $PIDS_kube_proxy $PIDS_flanneld $PIDS_calico_node; do read -r c </proc/\$p/comm && sect \$c \$p && nsenter -t \$p -m iptables -V 2>&1 | head -n 1; done; :"
  if [ -n "$LEGACY_TABLES" ]; then
    take -t 20 -m 67108864 -n iptables-legacy-save iptables-legacy-save.txt 'iptables-legacy-save -c'
  else not_loaded iptables-legacy-save.txt legacy; fi
  if may_run nf_tables; then
    take -t 20 -m 67108864 -n iptables-nft-save iptables-nft-save.txt 'iptables-nft-save -c'
  else not_loaded iptables-nft-save.txt nft; fi
  tier 2 || return 0
  filter_legacy6=
  read -r filter_legacy6 2>/dev/null </proc/net/ip6_tables_names
  if [ "$IPT_BACKEND" = legacy ] && [ -z "$filter_legacy6" ]; then
    not_loaded ip6tables-save.txt legacy
  elif [ "$IPT_BACKEND" = nft ] && ! may_run nf_tables; then
    not_loaded ip6tables-save.txt nft
  else take -t 20 -m 67108864 -n ip6tables-save ip6tables-save.txt 'ip6tables-save -c'; fi
  if [ -n "$filter_legacy6" ]; then
    take -t 20 -m 67108864 -n ip6tables-legacy-save ip6tables-legacy-save.txt 'ip6tables-legacy-save -c'
  else not_loaded ip6tables-legacy-save.txt legacy; fi
  if may_run ip_set; then
    take -m 16777216 -n ipset ipset.txt 'ipset save'
  else not_loaded ipset.txt ipset; fi
  if [ -r /proc/net/ip_vs ]; then
    take -m 16777216 -n ipvsadm -f 'sect rules; cat /proc/net/ip_vs; sect connections; head -n 5000 /proc/net/ip_vs_conn' ipvsadm.txt \
      'sect rules; ipvsadm -Ln --stats; r=$?; sect timeout; ipvsadm -L --timeout; sect connections; ipvsadm -Lnc | head -n 5000; exit $r'
  else not_loaded ipvsadm.txt ipvs; fi
  CLASS=config
  take -m 524288 firewall.txt 'command -v systemctl >/dev/null && { sect units; systemctl show -p Id,LoadState,ActiveState,UnitFileState firewalld.service ufw.service iptables.service ip6tables.service nftables.service ebtables.service shorewall.service 2>&1; }; command -v firewall-cmd >/dev/null && { sect firewall-cmd --state; firewall-cmd --state 2>&1; sect firewall-cmd --list-all-zones; firewall-cmd --list-all-zones 2>&1; }; command -v ufw >/dev/null && { sect ufw; grep -s . /etc/ufw/ufw.conf /etc/default/ufw; }; show /etc/firewalld/*.conf /etc/firewalld/zones/*.xml /etc/ufw/user.rules /etc/nftables.conf /etc/sysconfig/iptables /etc/sysconfig/nftables.conf /etc/iptables/rules.v4; :'
}

# filter_backend: IPT_BACKEND (nft, legacy, "" no iptables here), LEGACY_TABLES, IPT_PID (a container with iptables)
filter_backend() {
  [ -z "$FILTER_KNOWN" ] || return 0
  FILTER_KNOWN=1 IPT_BACKEND='' LEGACY_TABLES='' IPT_PID=''
  # files in /proc have size 0: only reading tells
  read -r LEGACY_TABLES 2>/dev/null </proc/net/ip_tables_names
  if have iptables-save; then
    case $(quick 5 iptables -V 2>/dev/null) in
      *nf_tables*) IPT_BACKEND=nft ;;
      *) IPT_BACKEND=legacy ;;
    esac
  else
    for filter_p in $PIDS_kube_proxy $PIDS_flanneld $PIDS_calico_node; do
      IPT_PID=$filter_p
      break
    done
  fi
}
