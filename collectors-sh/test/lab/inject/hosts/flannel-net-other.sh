# fault: flannel-network-mismatch
# subject: kube-flannel-cfg Network 10.100.0.0/16
# wait: 45
on() {
  kubectl -n kube-flannel get cm kube-flannel-cfg -o json | sed 's,10.244.0.0/16,10.100.0.0/16,' | kubectl apply -f -
  kubectl -n kube-flannel rollout restart ds kube-flannel-ds; sleep 10
  for n in cp1 w1 w2; do node $n rm -f /run/flannel/subnet.env; done
  kubectl -n kube-flannel delete pod -l app=flannel --wait=false
  kubectl -n shop delete pod -l app=client --wait=false
}
off() { kubectl apply -f - < "$here/manifests/flannel.yaml"; kubectl -n kube-flannel delete pod -l app=flannel --wait=false; sleep 10; }
