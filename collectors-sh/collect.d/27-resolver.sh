# shellcheck shell=sh
topic resolver node 1 'state' 'name resolution of the host'

resolver_state() {
  CLASS=config
  take -m 262144 resolv.txt "ls -l /etc/resolv.conf; show /etc/resolv.conf /etc/hosts /etc/nsswitch.conf /run/systemd/resolve/resolv.conf /run/systemd/resolve/stub-resolv.conf; f=\$(awk '/^resolvConf:/{print \$2}' /var/lib/kubelet/config.yaml 2>/dev/null); case \$f in ''|/etc/resolv.conf|/run/systemd/resolve/resolv.conf) ;; *) show \"\$f\" ;; esac; command -v resolvectl >/dev/null && { sect resolvectl status; resolvectl status --no-pager 2>&1; }; :"
}
