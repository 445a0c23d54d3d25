# fault: cni-agent-missing-on-node
# subject: node w2
# wait: 60
on() { # the agent's binary dies on w2 only: its lock file is a directory there
  kubectl -n kube-flannel patch ds kube-flannel-ds --type json -p '[{"op":"replace","path":"/spec/updateStrategy","value":{"type":"OnDelete"}},{"op":"add","path":"/spec/template/spec/containers/0/command/-","value":"--iface=ens192"}]'
  kubectl -n kube-flannel delete pod -l app=flannel --field-selector spec.nodeName=w2 --wait=true
  node w2 sh -c 'rm -f /run/flannel/subnet.env; ip link del flannel.1'
  kubectl -n shop delete pod -l app=client --field-selector spec.nodeName=w2 --wait=false
}
off() { kubectl -n kube-flannel delete ds kube-flannel-ds; kubectl apply -f - < "$here/manifests/flannel.yaml"; }
