# fault: traffic-shaping-drops
# subject: node w1, tbf on eth0
# symptom: transfers are slow, packets are lost
# wait: 60
set +e
on() { node w1 tc qdisc replace dev eth0 root tbf rate 1mbit burst 3kb limit 5kb; }
off() { node w1 tc qdisc del dev eth0 root; }
