# fault: bridge-nf-call-disabled
# subject: node w1
# symptom: requests from pods on w1 fail whenever the chosen backend is on w1 too
# wait: 60
on() { node w1 sysctl -w net.bridge.bridge-nf-call-iptables=0; }
off() { node w1 sysctl -w net.bridge.bridge-nf-call-iptables=1; }
