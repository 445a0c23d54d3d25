# fault: cni-config-invalid
# subject: all nodes, 10-flannel.conflist (template token)
# wait: 45
on() {
  kubectl -n kube-flannel get cm kube-flannel-cfg -o json | sed 's/\\"isDefaultGateway\\": true/\\"isDefaultGateway\\": true, \\"mtu\\": __CNI_MTU__/' | kubectl apply -f -
  kubectl -n kube-flannel rollout restart ds kube-flannel-ds; kubectl -n kube-flannel rollout status ds kube-flannel-ds --timeout=60s
  kubectl -n shop delete pod -l app=client --wait=false
}
off() { kubectl apply -f - < "$here/manifests/flannel.yaml"; kubectl -n kube-flannel rollout restart ds kube-flannel-ds; kubectl -n kube-flannel rollout status ds kube-flannel-ds --timeout=60s; kubectl -n shop delete pod -l app=client --wait=false; }
