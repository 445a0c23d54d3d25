# fault: hostgw-nodes-not-l2-adjacent
# subject: cp1 (172.30.0.0/28) against w1, w2 (172.30.0.16/28)
# symptom: pods of cp1 and of the workers do not reach each other
# wait: 60
set +e
on() {
  node fabric ip addr add 172.30.0.17/28 dev br0
  node cp1 sh -c 'ip addr add 172.30.0.11/28 dev eth0; ip addr del 172.30.0.11/24 dev eth0; ip route replace default via 172.30.0.1'
  for n in w1:21 w2:22; do node ${n%:*} sh -c "ip addr add 172.30.0.${n#*:}/28 dev eth0; ip addr del 172.30.0.${n#*:}/24 dev eth0; ip route replace default via 172.30.0.17"; done
  sleep 5
  kubectl -n kube-flannel get cm kube-flannel-cfg -o yaml | sed 's/"Type": "vxlan"/"Type": "host-gw"/' | kubectl apply -f -
  kubectl -n kube-flannel rollout restart ds kube-flannel-ds; kubectl -n kube-flannel rollout status ds kube-flannel-ds --timeout=90s
  for n in cp1 w1 w2; do node $n ip link del flannel.1; done; sleep 15; for n in cp1 w1 w2; do node $n ip route; done; }
off() { node cp1 sh -c 'ip addr add 172.30.0.11/24 dev eth0; ip addr del 172.30.0.11/28 dev eth0; ip route replace default via 172.30.0.1'
  for n in w1:21 w2:22; do node ${n%:*} sh -c "ip addr add 172.30.0.${n#*:}/24 dev eth0; ip addr del 172.30.0.${n#*:}/28 dev eth0; ip route replace default via 172.30.0.1"; done; node fabric ip addr del 172.30.0.17/28 dev br0
  kubectl -n kube-flannel get cm kube-flannel-cfg -o yaml | sed 's/"Type": "host-gw"/"Type": "vxlan"/' | kubectl apply -f -
  for n in cp1 w1 w2; do node $n sh -c 'ip route | grep "^10.244.*via 172" | while read r; do ip route del $r; done'; done
  kubectl -n kube-flannel rollout restart ds kube-flannel-ds; kubectl -n kube-flannel rollout status ds kube-flannel-ds --timeout=90s; }
