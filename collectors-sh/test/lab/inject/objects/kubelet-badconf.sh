# fault: kubelet-or-runtime-down
# subject: node w1 kubelet config
# symptom: w1 NotReady
# wait: 75
. "${BASH_SOURCE[0]%/*}/lib.sh"
on() { klet w1 's/^cgroupDriver: .*/cgroupDriver: cgroupfs\nmaxPod: 110\ncgroupsPerQOS: maybe/'; }
off() { unklet w1; sleep 15; }
