# fault: fwmark-collision
# subject: node w1, mark 0x4000, table 52
# wait: 28
on() { node w1 sh -c 'ip link add wg0 type veth peer name wg0p; ip link set wg0p up; ip link set wg0 up; ip route add default dev wg0 table 52; ip rule add fwmark 0x4000/0x4000 lookup 52 priority 5210; iptables -t mangle -A PREROUTING -i cni0 -j MARK --set-xmark 0x4000/0x4000'; }
off() { node w1 sh -c 'ip rule del fwmark 0x4000/0x4000 lookup 52 priority 5210; ip link del wg0; iptables -t mangle -D PREROUTING -i cni0 -j MARK --set-xmark 0x4000/0x4000'; }
