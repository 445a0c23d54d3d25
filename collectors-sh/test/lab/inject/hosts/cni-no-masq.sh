# fault: cni-masquerade-disabled
# subject: kube-flannel-ds
# wait: 28
on() {
  kubectl -n kube-flannel patch ds kube-flannel-ds --type json -p '[{"op":"replace","path":"/spec/template/spec/containers/0/command","value":["/opt/bin/flanneld","--kube-subnet-mgr"]}]'
  kubectl -n kube-flannel rollout status ds kube-flannel-ds --timeout=60s
  for n in cp1 w1 w2; do node $n sh -c 'iptables -t nat -D POSTROUTING -m comment --comment "flanneld masq" -j FLANNEL-POSTRTG; iptables -t nat -F FLANNEL-POSTRTG; iptables -t nat -X FLANNEL-POSTRTG; conntrack -F'; done
}
off() { kubectl -n kube-flannel rollout undo ds kube-flannel-ds; kubectl -n kube-flannel rollout status ds kube-flannel-ds --timeout=60s; }
