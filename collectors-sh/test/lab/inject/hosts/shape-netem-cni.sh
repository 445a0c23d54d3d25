# fault: traffic-shaping-drops
# subject: node w2, cni0
# wait: 28
on() { node w2 tc qdisc add dev cni0 root netem loss 40%; }
off() { node w2 tc qdisc del dev cni0 root; }
