# fault: dns-upstream-unreachable
# subject: upstream 192.0.2.53
# symptom: outside names fail
# wait: 50
. "${BASH_SOURCE[0]%/*}/lib.sh"
on() { cf 's/forward \. \S+/forward . 192.0.2.53/'; dns_restart; }
off() { uncf; }
