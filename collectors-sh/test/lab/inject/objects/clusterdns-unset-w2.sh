# fault: kubelet-clusterdns-unset
# subject: node w2
# symptom: cluster names fail on w2
# wait: 45
. "${BASH_SOURCE[0]%/*}/lib.sh"
on() { klet w2 '/^clusterDNS:/d; /^- 10.96.0.10/d'; recl w2; }
off() { unklet w2; recl w2; }
