# fault: interface-forwarding-off
# subject: node w1, cni0
# wait: 28
on() { node w1 sysctl -w net/ipv4/conf/cni0/forwarding=0; }
off() { node w1 sysctl -w net/ipv4/conf/cni0/forwarding=1; }
