# shellcheck shell=sh
topic interfaces node 1 'sample state' 'addresses, links, bridges, tunnels, driver settings and counters'

interfaces_sample() {
  take -m 8388608 -n "$NEED_IP" -f 'cd /sys/class/net && for d in *; do sect "$d"; grep -s . $d/mtu $d/operstate $d/address $d/flags $d/ifindex $d/iflink $d/statistics/*; done; :' \
    ip-link.txt 'ip -s -s -d link'
  tier 2 || return 0
  interfaces_devices
  take -n ethtool -f "cd /sys/class/net && for d in $DEVICES; do sect \"\$d\"; grep -s . \$d/statistics/*; done; :" -m 8388608 \
    ethtool-stats.txt "for d in $DEVICES; do sect \"\$d\"; ethtool -S \"\$d\" 2>&1; done; :"
}

interfaces_state() {
  CLASS=config
  take -m 4194304 -n "$NEED_IP" -f 'ip addr 2>/dev/null || ifconfig -a 2>/dev/null; for f in /proc/net/if_inet6 /proc/net/fib_trie /proc/net/dev; do sect $f; cat $f; done' ip-addr.txt 'ip -d addr'
  ! listed ip-json "$TOPICS_WANTED" || {
    take -n "$NEED_IP" ip-addr-json.txt 'ip -j -d addr'
    take -n "$NEED_IP" ip-link-json.txt 'ip -j -s -d link'
    take -n "$NEED_IP" ip-route-json.txt 'ip -j -4 route show table all'
  }
  tier 2 || return 0
  CLASS=state
  take -m 8388608 -n bridge -f 'for b in /sys/class/net/*/bridge; do b=${b%/bridge}; b=${b##*/}; sect "$b"; brctl showmacs "$b"; done' bridge-fdb.txt 'bridge -s -d fdb'
  take -m 2097152 -n bridge -f 'cd /sys/class/net && grep -s . */brport/hairpin_mode */brport/state */bridge/stp_state */bridge/vlan_filtering */flags; :' \
    bridge-link.txt 'bridge -d link; r=$?; bridge -d vlan; grep -s . /sys/class/net/*/brport/hairpin_mode /sys/class/net/*/brport/state /sys/class/net/*/bridge/stp_state /sys/class/net/*/bridge/vlan_filtering /sys/class/net/*/flags; exit $r'
  interfaces_devices
  take -m 4194304 -n ethtool -f "cd /sys/class/net && for d in $DEVICES; do sect \"\$d\"; grep -s . \$d/speed \$d/duplex \$d/carrier \$d/mtu \$d/device/uevent; done; :" \
    ethtool.txt "for d in $DEVICES; do sect \"\$d\"; ethtool \"\$d\"; ethtool -i \"\$d\"; ethtool -k \"\$d\"; ethtool -g \"\$d\"; ethtool -l \"\$d\"; done; :"
  take -m 4194304 -n tc tc.txt "tc -s qdisc; r=\$?; for d in $DEVICES; do for w in ingress egress; do x=\$(tc -s filter show dev \"\$d\" \$w 2>/dev/null); [ -z \"\$x\" ] || { sect filter \"\$d\" \$w; printf '%s\n' \"\$x\"; }; done; done; command -v bpftool >/dev/null && { sect bpftool net; bpftool net; sect bpftool cgroup tree; bpftool cgroup tree; }; exit \$r"
  if [ -d /proc/net/bonding ] || [ -d /proc/net/vlan ]; then
    take -m 262144 bonding.txt 'show /proc/net/bonding/* /proc/net/vlan/*'
  else not_taken bonding.txt not-applicable 'no bonding, no VLAN device'; fi
}

# interfaces_devices: uplinks, bonds, VLANs, tunnels and bridges, but no pod's end, into DEVICES as quoted words; at most 32
interfaces_devices() {
  DEVICES=
  devices_n=0
  for devices_d in /sys/class/net/*; do
    devices_d=${devices_d##*/}
    case $devices_d in lo | veth* | cali* | lxc* | tap* | dummy* | kube-ipvs* | nodelocaldns | '*' | bonding_masters) continue ;; esac
    devices_n=$((devices_n + 1))
    [ "$devices_n" -le 32 ] || break
    case $devices_d in
      *[!A-Za-z0-9._@:-]* | -*) quote "$devices_d" ;;
      *) QUOTED=$devices_d ;;
    esac
    DEVICES="$DEVICES${DEVICES:+ }$QUOTED"
  done
}
