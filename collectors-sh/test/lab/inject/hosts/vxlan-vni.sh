# fault: vxlan-vni-port-mismatch
# subject: node w1, VNI 4096 instead of 1
# wait: 28
on() {
  kubectl -n kube-flannel get cm kube-flannel-cfg -o json | sed 's/\\"Type\\": \\"vxlan\\"/\\"Type\\": \\"vxlan\\", \\"VNI\\": 4096/' | kubectl apply -f -
  kubectl -n kube-flannel delete pod -l app=flannel --field-selector spec.nodeName=w1
}
off() { kubectl apply -f - < "$here/manifests/flannel.yaml"; node w1 ip link del flannel.4096; kubectl -n kube-flannel delete pod -l app=flannel; }
