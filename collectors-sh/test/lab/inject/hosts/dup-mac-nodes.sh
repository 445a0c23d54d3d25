# fault: duplicate-mac
# subject: eth0 of w1 and w2
# wait: 28
on() { node w2 cat /sys/class/net/eth0/address > $S/mac; m=$(node w1 cat /sys/class/net/eth0/address); node w2 ip link set eth0 address $m; }
off() { node w2 ip link set eth0 address $(cat $S/mac); for n in cp1 w1 w2; do node $n ip neigh flush dev eth0; done; }
