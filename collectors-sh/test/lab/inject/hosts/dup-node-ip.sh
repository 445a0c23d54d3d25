# fault: duplicate-node-ip
# subject: 172.30.0.22 (node w2)
# wait: 45
on() { ip netns add $NS-rogue; node fabric sh -c "ip link add v-rogue type veth peer name eth0 netns $NS-rogue; ip link set v-rogue master br0; ip link set v-rogue up"
  ip netns exec $NS-rogue sh -c 'ip link set lo up; ip addr add 172.30.0.22/24 dev eth0; ip link set eth0 up'
  (setsid ip netns exec $NS-rogue sh -c 'while sleep 3; do busybox arping -U -c 1 -I eth0 172.30.0.22; done' >/dev/null 2>&1 & echo $! > $S/rogue.p); }
off() { kill -- -$(cat $S/rogue.p); node fabric ip link del v-rogue; ip netns del $NS-rogue; for n in cp1 w1; do node $n ip neigh flush dev eth0; done; }
