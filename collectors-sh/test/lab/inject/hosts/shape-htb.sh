# fault: traffic-shaping-drops
# subject: node w2, flannel.1
# wait: 28
on() { node w2 sh -c 'tc qdisc add dev flannel.1 root handle 1: htb default 10; tc class add dev flannel.1 parent 1: classid 1:10 htb rate 8kbit ceil 8kbit; tc qdisc add dev flannel.1 parent 1:10 pfifo limit 3'; }
off() { node w2 tc qdisc del dev flannel.1 root; }
