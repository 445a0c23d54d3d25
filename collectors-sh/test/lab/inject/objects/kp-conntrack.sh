# fault: kube-proxy-conntrack-sysctl-denied
# subject: nf_conntrack_max
# symptom: kube-proxy crashes
# wait: 50
. "${BASH_SOURCE[0]%/*}/lib.sh"
on() { kp 's/^  maxPerCore: .*/  maxPerCore: 2097152/; s/^  min: .*/  min: 4194304/'; }
off() { unkp; }
