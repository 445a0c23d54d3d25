# fault: path-latency-jitter
# subject: path to w1
# wait: 45
on() { node fabric tc qdisc add dev v-w1 root netem delay 250ms 200ms distribution normal || node fabric tc qdisc add dev v-w1 root netem delay 250ms 200ms; }
off() { node fabric tc qdisc del dev v-w1 root; }
