# fault: pod-dns-config-wrong
# subject: pods of shop/client
# symptom: cluster names fail
# wait: 40
. "${BASH_SOURCE[0]%/*}/lib.sh"
on() { kubectl -n shop patch daemonset client -p '{"spec":{"template":{"spec":{"dnsPolicy":"Default"}}}}'; }
off() { kubectl -n shop rollout undo daemonset client; }
