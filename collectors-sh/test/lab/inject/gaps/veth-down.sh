# fault: pod-veth-broken
# subject: a pod of shop/frontend on w1
# symptom: one pod is unreachable
# wait: 45
set +e
veth() { p=$(kubectl -n shop get pod -l app=cart --field-selector spec.nodeName=w1 -o 'jsonpath={.items[0].status.podIP}'); m=$(node w1 ip neigh show $p | awk '{for(i=1;i<NF;i++) if($i=="lladdr") print $(i+1)}'); node w1 bridge fdb show br cni0 | awk -v m=$m '$1==m{print $3; exit}'; }
on() { veth > "$S/veth"; cat "$S/veth"; node w1 ip link set $(cat "$S/veth") down; }
off() { node w1 ip link set $(cat "$S/veth") up; }
