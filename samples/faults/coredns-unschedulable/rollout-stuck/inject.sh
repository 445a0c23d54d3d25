# fault: coredns-unschedulable
# subject: coredns pods
# symptom: Pending
# wait: 45
. "${BASH_SOURCE[0]%/*}/lib.sh"
on() { K set resources deployment coredns --requests=cpu=64; sleep 2; dns_restart; }
off() { K rollout undo deployment coredns; }
