# fault: kubelet-or-runtime-down
# subject: node w1 containerd
# symptom: w1 NotReady
# wait: 90
on() { node w1 sh -c 'kill -STOP $(pgrep -x containerd)'; }
off() { node w1 sh -c 'kill -CONT $(pgrep -x containerd)'; sleep 25; }
