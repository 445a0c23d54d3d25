# shellcheck shell=sh
topic system node 2 'state' 'network configuration files, clock, SELinux, add-ons of the node'

system_state() {
  CLASS=host-files
  take -m 1048576 netcfg/files.txt 'for f in $(find /etc/sysconfig/network-scripts /etc/netplan /etc/NetworkManager /etc/systemd/network /etc/network /usr/lib/systemd/network/99-default.link /etc/systemd/networkd.conf /etc/systemd/networkd.conf.d /etc/cloud/cloud.cfg.d /etc/dhcp /etc/dhcpcd.conf -type f 2>/dev/null | head -n 200); do case $f in */keys-*|*.pem|*.key|*.p12) continue ;; esac; show "$f"; done; command -v systemctl >/dev/null && { sect unit nm-cloud-setup; systemctl is-enabled nm-cloud-setup.timer 2>&1; }; :'
  CLASS=state
  take -m 16384 time.txt 'sect date; date -u; command -v chronyc >/dev/null && { sect chronyc tracking; chronyc -n tracking 2>&1; sect chronyc sources; chronyc -n sources 2>&1; }; command -v timedatectl >/dev/null && { sect timedatectl; timedatectl show 2>&1 || timedatectl 2>&1; sect timedatectl timesync-status; timedatectl timesync-status 2>&1; }; command -v ntpq >/dev/null && { sect ntpq -pn; ntpq -pn 2>&1; }; :'
  take -m 16384 selinux.txt 'for f in /sys/fs/selinux/enforce /sys/kernel/security/lsm; do [ -r $f ] && { sect $f; cat $f; echo; }; done; command -v getenforce >/dev/null && { sect getenforce; getenforce; }; command -v sestatus >/dev/null && { sect sestatus; sestatus; }; command -v aa-status >/dev/null && { sect aa-status; aa-status 2>&1 | head -n 60; }; :'
  system_addons
}

# Each only where its component is: a missing one is no gap in the evidence.
system_addons() {
  CLASS=state
  if [ -d /sys/module/wireguard ] || grep -qs '^wireguard ' /proc/modules; then
    # columns of keys go: interface line "dev private public port fwmark", peer line "dev public preshared endpoint allowed ..."
    take -m 262144 -n wg -f 'ip -d link show type wireguard' wireguard.txt "wg show all dump | awk '{ if (NF == 5) \$2 = \"<redacted>\"; else \$3 = \"<redacted>\"; print }'"
  else not_taken wireguard.txt not-applicable 'module wireguard is not loaded'; fi
  if have ovs-vsctl; then
    take -m 4194304 ovs.txt 'sect ovs-vsctl show; ovs-vsctl --timeout=5 show 2>&1; sect flows; ovs-ofctl dump-flows br-int 2>/dev/null | wc -l; ovs-ofctl dump-aggregate br-int 2>&1; sect ovn connection-status; ovn-appctl -t ovn-controller connection-status 2>&1; :'
  else not_taken ovs.txt not-applicable 'no Open vSwitch on the host'; fi
  if have birdcl || have vtysh || have gobgp; then
    take -m 2097152 bgp.txt 'command -v birdcl >/dev/null && { sect birdcl show protocols all; birdcl -r show protocols all 2>&1; sect birdcl show route count; birdcl -r show route count 2>&1; }; command -v vtysh >/dev/null && { sect vtysh show bgp summary; vtysh -c "show bgp summary" 2>&1; }; command -v gobgp >/dev/null && { sect gobgp neighbor; gobgp neighbor 2>&1; }; :'
  elif [ -n "$PIDS_bird" ] && have nsenter; then
    take -m 2097152 bgp.txt "sect birdcl show protocols all; nsenter -t ${PIDS_bird%% *} -m birdcl -r show protocols all 2>&1; sect birdcl show route count; nsenter -t ${PIDS_bird%% *} -m birdcl -r show route count 2>&1; :"
  else not_taken bgp.txt not-applicable 'no BGP daemon'; fi
  if [ -n "$PIDS_cilium_agent" ] && have nsenter; then
    system_cilium=${PIDS_cilium_agent%% *}
    take -t 30 -m 8388608 cilium.txt "c() { nsenter -t $system_cilium -m -n -p cilium-dbg \"\$@\" 2>&1 || nsenter -t $system_cilium -m -n -p cilium \"\$@\" 2>&1; }; sect status; c status --verbose; sect metrics; c metrics list | grep -E 'drop|map_pressure'; sect service list; c service list; sect bpf nat; c bpf nat list | wc -l; sect bpf ct; c bpf ct list global | wc -l; :"
  else not_taken cilium.txt not-applicable 'no cilium-agent here'; fi
}
