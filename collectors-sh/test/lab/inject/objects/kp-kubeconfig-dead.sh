# fault: kube-proxy-kubeconfig-bad
# subject: server https://172.30.0.99:6443
# symptom: rules are not updated
# wait: 60
. "${BASH_SOURCE[0]%/*}/lib.sh"
on() { kpc 's,server: .*,server: https://172.30.0.99:6443,'; }
off() { unkp; }
