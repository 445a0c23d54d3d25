# fault: fdb-or-neighbor-missing
# subject: node w1, flannel.1, VTEP of w2
# wait: 28
on() { node w1 bridge fdb show dev flannel.1 | grep 172.30.0.22 > $S/fdb; read mac x d rest < $S/fdb; node w1 bridge fdb del $mac dev flannel.1 dst 172.30.0.22 self; }
off() { read mac x d rest < $S/fdb; node w1 bridge fdb add $mac dev flannel.1 dst 172.30.0.22 self permanent; }
