# fault: forward-policy-drop-docker
# subject: node w2
# wait: 28
on() { kubectl -n kube-flannel patch daemonset kube-flannel-ds --type json -p '[{"op":"add","path":"/spec/template/spec/containers/0/command/-","value":"--iptables-forward-rules=false"}]'; kubectl -n kube-flannel rollout status daemonset kube-flannel-ds --timeout=90s
  node w2 sh -c 'iptables -D FORWARD -m comment --comment "flanneld forward" -j FLANNEL-FWD; iptables -F FLANNEL-FWD; iptables -X FLANNEL-FWD; ip link add docker0 type bridge; ip addr add 172.17.0.1/16 dev docker0; ip link set docker0 up
  for c in DOCKER DOCKER-FORWARD DOCKER-USER DOCKER-BRIDGE DOCKER-CT; do iptables -N $c; done
  iptables -A DOCKER -d 172.17.0.0/16 ! -i docker0 -o docker0 -j DROP; iptables -A DOCKER-BRIDGE -o docker0 -j DOCKER; iptables -A DOCKER-CT -o docker0 -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
  iptables -A DOCKER-FORWARD -j DOCKER-CT; iptables -A DOCKER-FORWARD -j DOCKER-BRIDGE; iptables -A DOCKER-FORWARD -i docker0 -j ACCEPT; iptables -I FORWARD -j DOCKER-FORWARD; iptables -I FORWARD -j DOCKER-USER; iptables -P FORWARD DROP; iptables -t nat -A POSTROUTING -s 172.17.0.0/16 ! -o docker0 -j MASQUERADE'; }
off() { node w2 sh -c 'iptables -P FORWARD ACCEPT; iptables -D FORWARD -j DOCKER-FORWARD; iptables -D FORWARD -j DOCKER-USER; for c in DOCKER-FORWARD DOCKER-BRIDGE DOCKER DOCKER-USER DOCKER-CT; do iptables -F $c; done; for c in DOCKER-FORWARD DOCKER-BRIDGE DOCKER DOCKER-USER DOCKER-CT; do iptables -X $c; done; iptables -t nat -D POSTROUTING -s 172.17.0.0/16 ! -o docker0 -j MASQUERADE; ip link del docker0'; kubectl -n kube-flannel rollout undo daemonset kube-flannel-ds; kubectl -n kube-flannel rollout status daemonset kube-flannel-ds --timeout=90s; }
