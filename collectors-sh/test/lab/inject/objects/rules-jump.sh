# fault: service-rules-missing
# subject: node w2, jump to KUBE-SERVICES
# symptom: no Service works from w2
# wait: 35
. "${BASH_SOURCE[0]%/*}/lib.sh"
on() { node w2 sh -c 'iptables-save -t nat | grep -E -- "^-A (PREROUTING|OUTPUT).*KUBE-SERVICES" | sed "s/^-A/-D/" | while read -r l; do eval iptables -t nat $l; done'; }
off() { K delete $(kp_pod w2); }
