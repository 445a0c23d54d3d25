# fault: kube-proxy-not-running
# subject: kube-proxy Pending, cpu
# symptom: Pending
# wait: 45
. "${BASH_SOURCE[0]%/*}/lib.sh"
on() { K set resources ds kube-proxy --requests=cpu=48; sleep 3; kp_restart; }
off() { K rollout undo ds kube-proxy; sleep 3; kp_restart; }
