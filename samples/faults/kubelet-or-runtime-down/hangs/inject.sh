# fault: kubelet-or-runtime-down
# subject: node w2, kubelet process is stopped (state T)
# symptom: w2 turns NotReady, kubectl logs and exec hang for it; its pods run on
# wait: 100
on() { node w2 sh -c 'kill -STOP $(cat /run/kubelet.pid)'; }
off() { set +e; node w2 sh -c 'kill -CONT $(cat /run/kubelet.pid)'; sleep 25; true; }
