# fault: interface-forwarding-off
# subject: node w1, flannel.1
# wait: 28
on() { node w1 sysctl -w net/ipv4/conf/flannel.1/forwarding=0; }
off() { node w1 sysctl -w net/ipv4/conf/flannel.1/forwarding=1; }
