# fault: vxlan-vni-port-mismatch
# subject: node w2 (port 4789, the others 8472)
# symptom: pods on w2 are cut off from other nodes
# wait: 45
set +e
on() { kubectl -n kube-flannel patch ds kube-flannel-ds -p '{"spec":{"updateStrategy":{"type":"OnDelete","rollingUpdate":null}}}'
  kubectl -n kube-flannel get cm kube-flannel-cfg -o yaml | sed 's/"Type": "vxlan"/"Type": "vxlan", "Port": 4789/' | kubectl apply -f -
  kubectl -n kube-flannel delete pod -l app=flannel --field-selector spec.nodeName=w2; sleep 10; node w2 ip -d link show flannel.1; }
off() {  kubectl -n kube-flannel get cm kube-flannel-cfg -o yaml | sed 's/, "Port": 4789//' | kubectl apply -f -;  kubectl -n kube-flannel delete pod -l app=flannel --field-selector spec.nodeName=w2; }
