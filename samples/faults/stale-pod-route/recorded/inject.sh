# fault: stale-pod-route
# subject: node w1, route to w2's pod range via 172.30.0.24
# symptom: pods on w1 get no answer from pods on w2
# wait: 45
on() { r=$(node w1 ip route show | awk '/flannel.1/ && !/10.244.0.0/{print; exit}'); echo "$r" > "$S/route"; node w1 ip route replace ${r%% *} via 172.30.0.24 dev eth0; }
off() { r=$(cat "$S/route"); node w1 ip route replace $r; }
