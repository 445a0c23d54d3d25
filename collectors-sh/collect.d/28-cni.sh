# shellcheck shell=sh
topic cni node 1 'state' 'CNI configuration, plugins, address allocation'

cni_state() {
  cni_find
  CLASS=config
  # a kubeconfig among them: only the server line, token and keys stay out
  take -m 1048576 cni-conf.txt "for d in $CNI_CONF; do ls -laL \"\$d\"; for f in \"\$d\"/*; do [ -f \"\$f\" ] || continue; echo \"== \$f\"; case \$f in *kubeconfig*|*.conf.d/*|*token*) grep -E '^ *(server|cluster|name|namespace):' \"\$f\" ;; *) cat \"\$f\"; echo ;; esac; done; done"
  take -m 262144 cni-bin.txt "for d in $CNI_BIN; do ls -laL \"\$d\"; done; r=\$?; sect elf; for d in $CNI_BIN; do for f in \"\$d\"/*; do [ -f \"\$f\" ] && echo \"\$(od -An -tx1 -j18 -N2 \"\$f\" 2>/dev/null | tr -d ' ') \$f\"; done; done; exit \$r"
  tier 2 || return 0
  CLASS=state
  # first line only: the container id; the last allocation has no newline of its own
  take -m 8388608 cni-state.txt "for f in /var/lib/cni/networks/*/* /run/cni/*/*; do [ -f \"\$f\" ] || continue; echo \"== \$f\"; head -n 1 \"\$f\"; echo; done; for f in /run/flannel/subnet.env /var/lib/calico/nodename /var/lib/calico/mtu /var/run/aws-node/ipam.json /var/run/azure-vnet.json /var/run/azure-vnet-ipam.json; do [ -f \"\$f\" ] && { echo \"== \$f\"; cat \"\$f\"; echo; }; done; [ -f /var/log/aws-routed-eni/ipamd.log ] && { sect /var/log/aws-routed-eni/ipamd.log; newest 2000 /var/log/aws-routed-eni/ipamd.log; }; [ -d /var/lib/weave ] && { sect /var/lib/weave; ls -la /var/lib/weave; }; :"
}

# cni_find: the directories, as the runtime's configuration names them, into CNI_CONF and CNI_BIN
cni_find() {
  CNI_CONF=/etc/cni/net.d CNI_BIN=/opt/cni/bin
  for cni_f in /etc/containerd/config.toml /var/lib/rancher/k3s/agent/etc/containerd/config.toml /var/lib/rancher/rke2/agent/etc/containerd/config.toml; do
    [ -r "$cni_f" ] || continue
    cni_d=$(sed -n 's/^ *conf_dir *= *"\([^" ]*\)".*/\1/p' "$cni_f" | head -n 1)
    case " $CNI_CONF " in *" $cni_d "*) : ;; *) CNI_CONF="$CNI_CONF $cni_d" ;; esac
    cni_d=$(sed -n 's/^ *bin_dirs\{0,1\} *= *\[\{0,1\}"\([^" ]*\)".*/\1/p' "$cni_f" | head -n 1)
    case " $CNI_BIN " in *" $cni_d "*) : ;; *) CNI_BIN="$CNI_BIN $cni_d" ;; esac
  done
}
