# fault: vxlan-vni-port-mismatch
# subject: node w1 (VNI 2, the others 1)
# symptom: pods on w1 are cut off from other nodes
# wait: 45
set +e
on() { 
  kubectl -n kube-flannel get cm kube-flannel-cfg -o yaml | sed 's/"Type": "vxlan"/"Type": "vxlan", "VNI": 2/' | kubectl apply -f -
  kubectl -n kube-flannel delete pod -l app=flannel --field-selector spec.nodeName=w1; sleep 10; node w1 ip -d link show type vxlan; node w1 ip route; }
off() {  kubectl -n kube-flannel get cm kube-flannel-cfg -o yaml | sed 's/, "VNI": 2//' | kubectl apply -f -;  node w1 ip link del flannel.2;  kubectl -n kube-flannel delete pod -l app=flannel --field-selector spec.nodeName=w1; }
