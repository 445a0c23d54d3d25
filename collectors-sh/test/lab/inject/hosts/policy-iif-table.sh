# fault: foreign-policy-rule
# subject: node w1, iif cni0 lookup vpn (unreachable default)
# wait: 28
on() { node w1 sh -c "ip link add wg0 type veth peer name wg0p; ip link set wg0p up; ip addr add 10.66.0.2/32 dev wg0; ip link set wg0 up; ip route add default dev wg0 table 51820; ip rule add iif cni0 lookup 51820 priority 900"; }
off() { node w1 sh -c "ip rule del iif cni0 lookup 51820 priority 900; ip link del wg0"; }
