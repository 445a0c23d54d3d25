# fault: stale-legacy-rules
# subject: node w1
# wait: 45
on() {
  node w1 sh -c 'iptables-nft-save -t nat | grep -v "^#" > /root/nat; iptables-legacy-restore < /root/nat'
  kubectl -n shop delete pod -l app=cart --wait=true; kubectl -n shop delete pod -l app=frontend --wait=true; sleep 5
  node w1 nft delete table ip nat; sleep 35
}
off() { node w1 sh -c 'iptables-legacy -t nat -F; iptables-legacy -t nat -X'; }
