# fault: podcidr-not-assigned
# subject: node w2
# wait: 45
on() {
  node cp1 sed -i 's/--allocate-node-cidrs=true/--allocate-node-cidrs=false/' /etc/kubernetes/manifests/kube-controller-manager.yaml
  sleep 25
  kubectl delete node w2; node w2 sh -c 'rm -f /run/flannel/subnet.env; kill $(cat /run/kubelet.pid)'; sleep 15
  kubectl -n kube-flannel delete pod -l app=flannel --field-selector spec.nodeName=w2 --wait=false
}
off() { node cp1 sed -i 's/--allocate-node-cidrs=false/--allocate-node-cidrs=true/' /etc/kubernetes/manifests/kube-controller-manager.yaml; sleep 30; }
