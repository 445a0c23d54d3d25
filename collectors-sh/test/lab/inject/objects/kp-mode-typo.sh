# fault: kube-proxy-config-invalid
# subject: configmap kube-system/kube-proxy mode iptable
# symptom: kube-proxy crashes
# wait: 50
. "${BASH_SOURCE[0]%/*}/lib.sh"
on() { kp 's/^mode: .*/mode: iptable/'; }
off() { unkp; }
