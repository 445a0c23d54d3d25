# fault: fwmark-collision
# subject: node w2, mark 0x4000 set by a QoS rule and a drop of marked packets
# wait: 28
on() { node w2 sh -c 'iptables -t mangle -A PREROUTING -i cni0 -p tcp -m comment --comment "qos: gold" -j MARK --set-xmark 0x4000/0x4000'; node w2 sh -c 'ip rule add fwmark 0x4000/0xf000 prohibit priority 700'; }
off() { node w2 sh -c 'iptables -t mangle -D PREROUTING -i cni0 -p tcp -m comment --comment "qos: gold" -j MARK --set-xmark 0x4000/0x4000; ip rule del fwmark 0x4000/0xf000 prohibit priority 700'; }
