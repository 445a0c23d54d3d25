# fault: flannel-wrong-interface
# subject: node w2, 192.168.121.22
# wait: 32
on() {
  node w2 sh -c 'ip link add mgmt0 type veth peer name mgmt0p; ip link set mgmt0p up; ip addr add 192.168.121.22/24 dev mgmt0; ip link set mgmt0 up'
  kubectl -n kube-flannel patch ds kube-flannel-ds --type json -p '[{"op":"replace","path":"/spec/updateStrategy","value":{"type":"OnDelete"}},{"op":"add","path":"/spec/template/spec/containers/0/command/-","value":"--iface-regex=^192\\.168\\."},{"op":"add","path":"/spec/template/spec/containers/0/command/-","value":"--iface=eth0"}]'
  kubectl -n kube-flannel patch ds kube-flannel-ds --type json -p '[{"op":"replace","path":"/spec/template/spec/containers/0/command","value":["/opt/bin/flanneld","--ip-masq","--kube-subnet-mgr","--iface=mgmt0","--iface=eth0"]}]'
  kubectl -n kube-flannel delete pod -l app=flannel --field-selector spec.nodeName=w2
}
off() { kubectl -n kube-flannel delete ds kube-flannel-ds; kubectl apply -f - < "$here/manifests/flannel.yaml"; kubectl -n kube-flannel rollout status ds kube-flannel-ds --timeout=90s; node w2 ip link del mgmt0; }
