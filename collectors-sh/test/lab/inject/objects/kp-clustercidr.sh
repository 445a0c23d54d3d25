# fault: kube-proxy-clustercidr-wrong
# subject: clusterCIDR 10.42.0.0/16
# symptom: source addresses hidden
# wait: 45
. "${BASH_SOURCE[0]%/*}/lib.sh"
on() { kp 's,^clusterCIDR: .*,clusterCIDR: 10.42.0.0/16,'; }
off() { unkp; }
