# fault: kube-proxy-config-invalid
# subject: configmap kube-system/kube-proxy
# symptom: kube-proxy crashes
# wait: 50
. "${BASH_SOURCE[0]%/*}/lib.sh"
on() { kp 's/^clusterCIDR: .*/clusterCIDR: [10.244.0.0\/16/'; }
off() { unkp; }
