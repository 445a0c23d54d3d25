# fault: cni-agent-missing-on-node
# subject: node w1
# wait: 45
on() {
  kubectl label node cp1 w2 network=flannel
  kubectl -n kube-flannel patch ds kube-flannel-ds -p '{"spec":{"template":{"spec":{"nodeSelector":{"network":"flannel"}}}}}'
  kubectl -n kube-flannel rollout status ds kube-flannel-ds --timeout=60s
  node w1 sh -c 'rm -f /etc/cni/net.d/10-flannel.conflist; ip link del flannel.1; rm -f /run/flannel/subnet.env'
  kubectl -n shop delete pod -l app=client --field-selector spec.nodeName=w1 --wait=false
}
off() { kubectl -n kube-flannel delete ds kube-flannel-ds; kubectl apply -f - < "$here/manifests/flannel.yaml"; kubectl label node cp1 w2 network-; }
