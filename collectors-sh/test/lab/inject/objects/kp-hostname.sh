# fault: kube-proxy-hostname-mismatch
# subject: --hostname-override
# symptom: local endpoints unknown
# wait: 75
. "${BASH_SOURCE[0]%/*}/lib.sh"
on() { K get ds kube-proxy -o json | jq '.spec.template.spec.containers[0].command|=map(if startswith("--hostname-override") then "--hostname-override=$(NODE_NAME).corp.example" else . end)' | kubectl replace -f -; sleep 3; kp_restart; }
off() { K rollout undo ds kube-proxy; sleep 3; kp_restart; }
