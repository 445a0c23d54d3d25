# fault: foreign-bpf-or-security-agent
# subject: node w1, bpf filter on cni0
# wait: 28
on() { node w1 sh -c 'tc qdisc add dev cni0 clsact && tc filter add dev cni0 ingress prio 1 bpf da bytecode "4,40 0 0 12,21 0 1 2048,6 0 0 2,6 0 0 0"' || node w1 sh -c 'tc qdisc add dev cni0 clsact; tc filter add dev cni0 egress protocol ip prio 1 matchall action drop'; }
off() { node w1 tc qdisc del dev cni0 clsact; }
