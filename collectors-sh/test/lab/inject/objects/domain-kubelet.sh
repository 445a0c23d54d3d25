# fault: cluster-domain-mismatch
# subject: node w1 clusterDomain
# symptom: short names fail on w1
# wait: 40
. "${BASH_SOURCE[0]%/*}/lib.sh"
on() { klet w1 's/^clusterDomain: .*/clusterDomain: prod.local/'; recl w1; }
off() { unklet w1; recl w1; }
