# fault: cidr-overlap-pod-underlay
# subject: node w1, 10.96.0.0/16 on the corporate NIC
# wait: 28
on() { node w1 sh -c 'ip link add virbr0 type bridge; ip addr add 10.96.0.1/16 dev virbr0; ip link set virbr0 up'; }
off() { node w1 ip link del virbr0; }
