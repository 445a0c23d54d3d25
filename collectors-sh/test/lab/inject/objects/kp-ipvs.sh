# fault: kube-proxy-mode-unsupported
# subject: mode ipvs
# symptom: kube-proxy crashes
# wait: 50
. "${BASH_SOURCE[0]%/*}/lib.sh"
on() { kp 's/^mode: .*/mode: ipvs/'; }
off() { unkp; }
