# fault: static-route-shadows-podcidr
# subject: node w1, 10.244.2.0/25 dev tun0
# wait: 28
on() { c=$(kubectl get node w2 -o jsonpath='{.spec.podCIDR}'); node w1 sh -c "ip link add tun0 type veth peer name tun0p; ip link set tun0p up; ip addr add 10.8.0.6/24 dev tun0; ip link set tun0 up; ip route add ${c%/*}/25 via 10.8.0.1 dev tun0"; }
off() { node w1 ip link del tun0; }
