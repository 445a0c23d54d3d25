# fault: vxlan-vni-port-mismatch
# subject: node w2, dstport 4789 instead of 8472
# wait: 28
on() {
  kubectl -n kube-flannel get cm kube-flannel-cfg -o json | sed 's/\\"Type\\": \\"vxlan\\"/\\"Type\\": \\"vxlan\\", \\"Port\\": 4789/' | kubectl apply -f -
  kubectl -n kube-flannel delete pod -l app=flannel --field-selector spec.nodeName=w2
}
off() { kubectl apply -f - < "$here/manifests/flannel.yaml"; node w2 ip link del flannel.1; kubectl -n kube-flannel delete pod -l app=flannel; }
