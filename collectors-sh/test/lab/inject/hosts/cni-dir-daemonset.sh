# fault: cni-dir-mismatch
# subject: kube-flannel-ds / all nodes
# wait: 45
on() {
  kubectl -n kube-flannel patch ds kube-flannel-ds --type json -p '[{"op":"replace","path":"/spec/template/spec/volumes/2/hostPath/path","value":"/etc/kubernetes/cni/net.d"}]'
  for n in cp1 w1 w2; do node $n mkdir -p /etc/kubernetes/cni/net.d; node $n rm -f /etc/cni/net.d/10-flannel.conflist; done
  kubectl -n kube-flannel rollout status ds kube-flannel-ds --timeout=60s
  kubectl -n shop delete pod -l app=client --wait=false
}
off() { kubectl -n kube-flannel rollout undo ds kube-flannel-ds; kubectl -n kube-flannel rollout status ds kube-flannel-ds --timeout=60s; }
