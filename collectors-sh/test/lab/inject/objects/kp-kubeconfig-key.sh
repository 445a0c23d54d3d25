# fault: kube-proxy-kubeconfig-bad
# subject: kubeconfig.conf missing
# symptom: kube-proxy crashes
# wait: 55
. "${BASH_SOURCE[0]%/*}/lib.sh"
on() { kp_save; jq 'del(.data["kubeconfig.conf"])' "$S/kp.orig" | kubectl replace -f -; kp_restart; }
off() { unkp; }
