# fault: fdb-or-neighbor-missing
# subject: node w1, neighbour of w2's range on flannel.1
# wait: 28
on() { o=$(node w1 bridge fdb show dev flannel.1 | awk '/172.30.0.22/{print $1}'); node w1 ip neigh show dev flannel.1 | grep $o > $S/neigh; read a l m rest < $S/neigh; node w1 ip neigh replace $a lladdr 02:de:ad:be:ef:01 dev flannel.1 nud permanent; }
off() { read a l m rest < $S/neigh; node w1 ip neigh replace $a lladdr $m dev flannel.1 nud permanent; }
