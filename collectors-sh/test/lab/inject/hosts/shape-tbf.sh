# fault: traffic-shaping-drops
# subject: node w1, eth0
# wait: 28
on() { node w1 tc qdisc add dev eth0 root tbf rate 32kbit burst 2kb limit 3kb; }
off() { node w1 tc qdisc del dev eth0 root; }
