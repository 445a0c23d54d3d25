# fault: kubenet-route-not-configured
# subject: all nodes: bridge CNI, no route to the others' pod ranges
# symptom: pods on different nodes do not reach each other
# wait: 60
set +e
on() { kubectl delete ds -n kube-flannel kube-flannel-ds --wait; sleep 5
  for n in cp1 w1 w2; do c=$(kubectl get node $n -o jsonpath={.spec.podCIDR}); node $n sh -c "ip link del flannel.1; rm -f /etc/cni/net.d/*; cat > /etc/cni/net.d/10-bridge.conflist" <<J
{"cniVersion":"0.3.1","name":"cbr0","plugins":[{"type":"bridge","bridge":"cni0","isGateway":true,"ipMasq":true,"hairpinMode":true,"ipam":{"type":"host-local","ranges":[[{"subnet":"$c"}]],"routes":[{"dst":"0.0.0.0/0"}]}},{"type":"portmap","capabilities":{"portMappings":true}}]}
J
  done
  kubectl -n shop rollout restart deploy/frontend; node w1 ip route; }
off() { echo down-and-up; false; }
