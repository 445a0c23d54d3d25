# fault: none
# wait: 45
on() { node fabric ip link add v2-w1 type veth peer name eth1 netns "$NS-w1"; node fabric sh -c "ip addr add 192.168.50.1/24 dev v2-w1; ip link set v2-w1 up"; node w1 sh -c "ip addr add 192.168.50.21/24 dev eth1; ip link set eth1 up"
 node w1 ip route add default via 192.168.50.1 dev eth1 metric 500; node w2 sh -c 'ip link add dummy0 type veth peer name dummy0p; ip link set dummy0p up; ip addr add 10.77.0.1/24 dev dummy0; ip link set dummy0 up; ip link add dummy1 type veth peer name dummy1p; ip link set dummy1p up; tc qdisc add dev eth0 root fq_codel'; node w1 sysctl -qw net.ipv4.conf.all.rp_filter=2; }
off() { node fabric ip link del v2-w1; node w2 sh -c 'ip link del dummy0; ip link del dummy1; tc qdisc del dev eth0 root'; node w1 sysctl -qw net.ipv4.conf.all.rp_filter=0; }
