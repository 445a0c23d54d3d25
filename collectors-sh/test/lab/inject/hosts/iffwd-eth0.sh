# fault: interface-forwarding-off
# subject: node w1, eth0
# wait: 28
on() { node w1 sysctl -w net/ipv4/conf/eth0/forwarding=0; }
off() { node w1 sysctl -w net/ipv4/conf/eth0/forwarding=1; }
