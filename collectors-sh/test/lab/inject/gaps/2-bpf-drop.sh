# fault: foreign-bpf-or-security-agent
# subject: node w1, tc bpf filter on eth0
# symptom: pods on w1 are cut off from other nodes
# wait: 45
set +e
on() { node w1 sh -c "tc qdisc add dev eth0 clsact; tc filter add dev eth0 ingress bpf da bytecode '7,40 0 0 12,21 0 4 2048,48 0 0 23,21 0 2 17,40 0 0 36,21 1 0 8472,6 0 0 4294967295,6 0 0 2' || tc filter add dev eth0 ingress bpf da bytecode '8,40 0 0 12,21 0 4 2048,48 0 0 23,21 0 2 17,40 0 0 36,21 1 0 8472,6 0 0 4294967295,6 0 0 2'; tc -s filter show dev eth0 ingress"; }
off() { node w1 tc qdisc del dev eth0 clsact; }
