# fault: kubelet-or-runtime-down
# subject: node w2 kubelet
# symptom: w2 NotReady
# wait: 75
. "${BASH_SOURCE[0]%/*}/lib.sh"
on() { node w2 sh -c 'touch /run/kubelet-stopped; kill $(cat /run/kubelet.pid)'; }
off() { node w2 rm /run/kubelet-stopped; sleep 15; }
