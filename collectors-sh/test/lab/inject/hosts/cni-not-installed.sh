# fault: cni-not-installed
# subject: cluster
# wait: 45
on() {
  kubectl delete ns kube-flannel --wait=true
  for n in cp1 w1 w2; do node $n rm -f /etc/cni/net.d/10-flannel.conflist /opt/cni/bin/flannel; done
  kubectl -n shop delete pod -l app=client --wait=false; kubectl -n kube-system delete pod -l k8s-app=kube-dns --wait=false
}
off() { kubectl apply -f - < "$here/manifests/flannel.yaml"; }
