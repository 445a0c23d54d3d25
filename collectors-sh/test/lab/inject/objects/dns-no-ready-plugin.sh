# fault: coredns-not-ready
# subject: coredns pods
# symptom: never ready
# wait: 60
. "${BASH_SOURCE[0]%/*}/lib.sh"
on() { cf '/^ *ready/d'; dns_restart; }
off() { uncf; }
