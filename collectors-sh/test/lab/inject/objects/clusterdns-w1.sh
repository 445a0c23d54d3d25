# fault: kubelet-clusterdns-mismatch
# subject: node w1 clusterDNS 10.96.0.53
# symptom: names fail on w1
# wait: 40
. "${BASH_SOURCE[0]%/*}/lib.sh"
on() { klet w1 's/^- 10.96.0.10/- 10.96.0.53/'; recl w1; }
off() { unklet w1; recl w1; }
