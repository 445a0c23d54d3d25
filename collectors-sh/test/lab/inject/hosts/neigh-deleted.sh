# fault: fdb-or-neighbor-missing
# subject: node w2, neighbour of w1's range on flannel.1
# wait: 28
on() { o=$(node w2 bridge fdb show dev flannel.1 | awk '/172.30.0.21/{print $1}'); node w2 ip neigh show dev flannel.1 | grep $o > $S/neigh; read a l m rest < $S/neigh; node w2 ip neigh del $a dev flannel.1; }
off() { read a l m rest < $S/neigh; node w2 ip neigh replace $a lladdr $m dev flannel.1 nud permanent; }
