# fault: anti-spoofing-drops-pod-ip
# subject: underlay, pod sources 10.244.0.0/16
# wait: 32
on() { # host-gw routing on a network that only carries node addresses
  kubectl -n kube-flannel get cm kube-flannel-cfg -o json | sed 's/\\"Type\\": \\"vxlan\\"/\\"Type\\": \\"host-gw\\"/' | kubectl apply -f -
  kubectl -n kube-flannel rollout restart ds kube-flannel-ds; kubectl -n kube-flannel rollout status ds kube-flannel-ds --timeout=90s
  for n in cp1 w1 w2; do node $n ip link del flannel.1; done; kubectl -n kube-flannel delete pod -l app=flannel; sleep 5
  node fabric sh -c 'nft add table bridge lab; nft add chain bridge lab spoof "{ type filter hook forward priority 0; policy accept; }"; nft add rule bridge lab spoof ip saddr 10.244.0.0/16 drop; nft add rule bridge lab spoof ip daddr 10.244.0.0/16 drop'
}
off() { node fabric nft delete table bridge lab; kubectl apply -f - < "$here/manifests/flannel.yaml"; kubectl -n kube-flannel delete pod -l app=flannel; sleep 10; }
