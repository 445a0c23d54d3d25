# fault: svc-named-port-missing
# subject: service shop/frontend port udp
# symptom: the UDP port has no endpoints
# wait: 30
. "${BASH_SOURCE[0]%/*}/lib.sh"
on() { kubectl -n shop patch service frontend --type json -p '[{"op":"replace","path":"/spec/ports/1/targetPort","value":"gossip"}]'; }
off() { kubectl -n shop patch service frontend --type json -p '[{"op":"replace","path":"/spec/ports/1/targetPort","value":"udp"}]'; }
