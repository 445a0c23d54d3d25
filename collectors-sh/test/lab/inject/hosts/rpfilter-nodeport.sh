# fault: rpfilter-drop
# subject: node w1, eth1
# wait: 28
on() { node fabric ip link add v2-w1 type veth peer name eth1 netns "$NS-w1"; node fabric sh -c "ip addr add 192.168.50.1/24 dev v2-w1; ip link set v2-w1 up"; node w1 sh -c "ip addr add 192.168.50.21/24 dev eth1; ip link set eth1 up"; node w1 sysctl -qw net.ipv4.conf.eth1.rp_filter=1 net.ipv4.conf.all.rp_filter=1 net.ipv4.conf.all.log_martians=1
 (setsid ip netns exec $NS-wan sh -c 'while sleep 2; do curl -s -m 2 -o /dev/null http://192.168.50.21:30080/hostname; done' >/dev/null 2>&1 & echo $! > $S/wan/loop.pid2); }
off() { kill -- -$(cat $S/wan/loop.pid2); node fabric ip link del v2-w1; node w1 sysctl -qw net.ipv4.conf.all.rp_filter=0; }
