# fault: path-latency-jitter
# subject: path to w2
# wait: 45
on() { node fabric tc qdisc add dev v-w2 root netem delay 400ms; }
off() { node fabric tc qdisc del dev v-w2 root; }
