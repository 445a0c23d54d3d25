# fault: bridge-port-blocking
# subject: node w1, ports of cni0
# wait: 20
on() { node w1 sh -c 'ip link set cni0 type bridge stp_state 1 forward_delay 3000; for d in /sys/class/net/veth*; do ip link set ${d##*/} down; ip link set ${d##*/} up; done'; }
off() { node w1 sh -c 'ip link set cni0 type bridge stp_state 0; for d in /sys/class/net/veth*; do ip link set ${d##*/} down; ip link set ${d##*/} up; done'; }
