# fault: cloned-machine-id
# subject: nodes w1 and w2
# wait: 32
on() { cp $S/nodes/w2/etc/machine-id $S/mid; cat $S/nodes/w1/etc/machine-id > $S/nodes/w2/etc/machine-id; node w2 sh -c 'kill $(cat /run/kubelet.pid)'; }
off() { cat $S/mid > $S/nodes/w2/etc/machine-id; node w2 sh -c 'kill $(cat /run/kubelet.pid)'; sleep 10; }
