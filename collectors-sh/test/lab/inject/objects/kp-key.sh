# fault: kube-proxy-config-invalid
# subject: configmap kube-system/kube-proxy lacks config.conf
# symptom: kube-proxy crashes
# wait: 50
. "${BASH_SOURCE[0]%/*}/lib.sh"
on() { kp_save; jq '.data["config.yaml"]=.data["config.conf"]|del(.data["config.conf"])' "$S/kp.orig" | kubectl replace -f -; kp_restart; }
off() { unkp; }
