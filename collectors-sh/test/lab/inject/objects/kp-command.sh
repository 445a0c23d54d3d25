# fault: kube-proxy-not-running
# subject: all nodes, bad flag
# symptom: kube-proxy crashes
# wait: 50
. "${BASH_SOURCE[0]%/*}/lib.sh"
on() { K patch ds kube-proxy --type json -p '[{"op":"add","path":"/spec/template/spec/containers/0/command/-","value":"--no-such-flag"}]'; sleep 3; kp_restart; }
off() { K rollout undo ds kube-proxy; sleep 2; kp_restart; }
