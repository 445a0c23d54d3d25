# fault: fdb-or-neighbor-missing
# subject: node w2, flannel.1, w1's VTEP at 172.30.0.99
# wait: 28
on() { node w2 bridge fdb show dev flannel.1 | grep 172.30.0.21 > $S/fdb; read mac x d rest < $S/fdb; node w2 sh -c "bridge fdb del $mac dev flannel.1 dst 172.30.0.21 self; bridge fdb add $mac dev flannel.1 dst 172.30.0.99 self permanent"; }
off() { read mac x d rest < $S/fdb; node w2 sh -c "bridge fdb del $mac dev flannel.1 dst 172.30.0.99 self; bridge fdb add $mac dev flannel.1 dst 172.30.0.21 self permanent"; }
