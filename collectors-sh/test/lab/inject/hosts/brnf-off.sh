# fault: bridge-nf-call-disabled
# subject: node w1
# wait: 32
on() { for n in w1 w2; do node $n sysctl -w net.bridge.bridge-nf-call-iptables=0; done; }
off() { for n in w1 w2; do node $n sysctl -w net.bridge.bridge-nf-call-iptables=1; done; }
