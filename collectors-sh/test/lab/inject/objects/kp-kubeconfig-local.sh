# fault: kube-proxy-kubeconfig-bad
# subject: server https://127.0.0.1:6443
# symptom: workers' rules are not updated
# wait: 60
. "${BASH_SOURCE[0]%/*}/lib.sh"
on() { kpc 's,server: .*,server: https://127.0.0.1:6443,'; }
off() { unkp; }
