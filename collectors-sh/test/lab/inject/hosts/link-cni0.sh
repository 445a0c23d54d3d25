# fault: link-down
# subject: node w1, cni0
# wait: 28
on() { node w1 ip link set cni0 down; }
off() { node w1 ip link set cni0 up; }
