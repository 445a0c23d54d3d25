# fault: foreign-bpf-or-security-agent
# subject: node w2, tc bpf filter on cni0
# symptom: TCP to pods on w2 gets no answer
# wait: 45
set +e
on() { node w2 sh -c "tc qdisc add dev cni0 clsact; tc filter add dev cni0 egress bpf da bytecode '6,40 0 0 12,21 0 2 2048,48 0 0 23,21 1 0 6,6 0 0 4294967295,6 0 0 2'; tc -s filter show dev cni0 egress"; }
off() { node w2 tc qdisc del dev cni0 clsact; }
