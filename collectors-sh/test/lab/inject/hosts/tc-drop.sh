# fault: foreign-bpf-or-security-agent
# subject: node w2, tc bpf on eth0
# wait: 32
on() { node w2 sh -c 'tc qdisc add dev eth0 clsact && tc filter add dev eth0 ingress prio 1 bpf da bytecode "12,40 0 0 12,21 0 9 2048,48 0 0 23,21 0 7 17,40 0 0 20,69 5 0 8191,177 0 0 14,72 0 0 16,21 0 2 8472,6 0 0 2,6 0 0 0,6 0 0 4294967295"'; }
off() { node w2 tc qdisc del dev eth0 clsact; }
