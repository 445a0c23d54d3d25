# fault: cluster-cidr-exhausted
# subject: node w2 / 10.244.0.0/23
# wait: 45
on() {
  kubectl delete node w2
  node cp1 sed -i 's,--cluster-cidr=10.244.0.0/16,--cluster-cidr=10.244.0.0/23,' /etc/kubernetes/manifests/kube-controller-manager.yaml
  sleep 30
  node w2 sh -c 'rm -f /run/flannel/subnet.env; kill $(cat /run/kubelet.pid)'; sleep 20
  kubectl -n kube-flannel delete pod -l app=flannel --field-selector spec.nodeName=w2 --wait=false
}
off() { node cp1 sed -i 's,--cluster-cidr=10.244.0.0/23,--cluster-cidr=10.244.0.0/16,' /etc/kubernetes/manifests/kube-controller-manager.yaml; sleep 40; }
