# fault: flannel-network-mismatch
# subject: kube-flannel-cfg Network 10.244.0.0/23, node w2
# wait: 45
on() {
  kubectl -n kube-flannel get cm kube-flannel-cfg -o json | sed 's,10.244.0.0/16,10.244.0.0/23,' | kubectl apply -f -
  kubectl -n kube-flannel delete pod -l app=flannel --wait=false
}
off() { kubectl apply -f - < "$here/manifests/flannel.yaml"; kubectl -n kube-flannel delete pod -l app=flannel --wait=false; sleep 10; }
