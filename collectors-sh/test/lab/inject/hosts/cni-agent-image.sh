# fault: cni-agent-missing-on-node
# subject: node w2
# wait: 45
on() {
  kubectl -n kube-flannel patch ds kube-flannel-ds --type json -p '[{"op":"replace","path":"/spec/updateStrategy","value":{"type":"OnDelete"}}]'
  kubectl -n kube-flannel patch ds kube-flannel-ds --type json -p '[{"op":"replace","path":"/spec/template/spec/containers/0/image","value":"ghcr.io/flannel-io/flannel:v0.99.1"},{"op":"replace","path":"/spec/template/spec/initContainers/1/image","value":"ghcr.io/flannel-io/flannel:v0.99.1"}]'
  kubectl -n kube-flannel delete pod -l app=flannel --field-selector spec.nodeName=w2 --wait=true
  node w2 sh -c 'rm -f /etc/cni/net.d/10-flannel.conflist /run/flannel/subnet.env; ip link del flannel.1'
  kubectl -n shop delete pod -l app=client --field-selector spec.nodeName=w2 --wait=false
}
off() { kubectl -n kube-flannel rollout undo ds kube-flannel-ds; kubectl -n kube-flannel delete ds kube-flannel-ds; kubectl apply -f - < "$here/manifests/flannel.yaml"; }
