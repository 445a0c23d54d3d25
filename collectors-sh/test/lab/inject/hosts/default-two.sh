# fault: multiple-default-routes
# subject: node w1, eth0 and eth1
# wait: 28
on() { node fabric ip link add v2-w1 type veth peer name eth1 netns "$NS-w1"; node fabric sh -c "ip addr add 192.168.50.1/24 dev v2-w1; ip link set v2-w1 up"; node w1 sh -c "ip addr add 192.168.50.21/24 dev eth1; ip link set eth1 up"; node fabric iptables -I FORWARD -i v2-w1 -j DROP; node w1 sh -c "ip route del default; ip route add default via 172.30.0.1 dev eth0 metric 100; ip route add default via 192.168.50.1 dev eth1 metric 50"; }
off() { node fabric iptables -D FORWARD -i v2-w1 -j DROP; node fabric ip link del v2-w1; node w1 sh -c "ip route del default; ip route del default; ip route add default via 172.30.0.1"; }
