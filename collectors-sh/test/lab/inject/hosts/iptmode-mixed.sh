# fault: iptables-mode-mixed
# subject: node w1
# wait: 28
on() { # kube rules of an earlier boot in the legacy back end, with its filter drops
  node w1 sh -c 'iptables-nft-save -t nat | grep -v "^#" > /root/nat; iptables-nft-save -t filter | grep -v "^#" > /root/filter; iptables-legacy-restore < /root/nat; iptables-legacy-restore < /root/filter; iptables-legacy -I FORWARD -m comment --comment "kubernetes forwarding rules" -j DROP -s 10.244.0.0/16'
}
off() { node w1 sh -c 'for t in nat filter; do iptables-legacy -t $t -F; iptables-legacy -t $t -X; done'; }
