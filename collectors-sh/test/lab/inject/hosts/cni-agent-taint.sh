# fault: cni-agent-missing-on-node
# subject: node w2
# wait: 45
on() { # the toleration was narrowed: a taint keeps the agent away while the application tolerates it
  kubectl taint node w2 dedicated=shop:NoSchedule
  kubectl -n shop patch ds client -p '{"spec":{"template":{"spec":{"tolerations":[{"operator":"Exists"}]}}}}'
  kubectl -n kube-flannel patch ds kube-flannel-ds --type json -p '[{"op":"replace","path":"/spec/template/spec/tolerations","value":[{"key":"node-role.kubernetes.io/control-plane","operator":"Exists","effect":"NoSchedule"}]}]'
  kubectl -n kube-flannel delete pod -l app=flannel --field-selector spec.nodeName=w2 --wait=true
  sleep 5
  node w2 sh -c 'rm -f /etc/cni/net.d/10-flannel.conflist; ip link del flannel.1; rm -f /run/flannel/subnet.env'
  kubectl -n shop delete pod -l app=client --field-selector spec.nodeName=w2 --wait=false
}
off() { kubectl taint node w2 dedicated-; kubectl -n kube-flannel delete ds kube-flannel-ds; kubectl apply -f - < "$here/manifests/flannel.yaml"; kubectl -n shop rollout undo ds client; }
