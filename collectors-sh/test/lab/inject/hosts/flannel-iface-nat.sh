# fault: flannel-wrong-interface
# subject: all nodes, 10.0.2.15
# wait: 32
on() {
  for n in cp1 w1 w2; do node $n sh -c 'ip link add enp0s3 type veth peer name enp0s3p; ip link set enp0s3p up; ip addr add 10.0.2.15/24 dev enp0s3; ip link set enp0s3 up'; done
  kubectl -n kube-flannel patch ds kube-flannel-ds --type json -p '[{"op":"add","path":"/spec/template/spec/containers/0/command/-","value":"--iface=enp0s3"}]'
  kubectl -n kube-flannel rollout status ds kube-flannel-ds --timeout=90s
}
off() { kubectl -n kube-flannel rollout undo ds kube-flannel-ds; kubectl -n kube-flannel rollout status ds kube-flannel-ds --timeout=90s; for n in cp1 w1 w2; do node $n ip link del enp0s3; done; }
