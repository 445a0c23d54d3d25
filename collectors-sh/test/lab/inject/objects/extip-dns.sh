# fault: service-externalips-hijack
# subject: service shop/resolver external IP 198.51.100.53
# symptom: outside names fail
# wait: 40
. "${BASH_SOURCE[0]%/*}/lib.sh"
on() { svc shop resolver '{"selector":{"app":"frontend"},"externalIPs":["198.51.100.53"],"ports":[{"name":"dns","port":53,"protocol":"UDP","targetPort":8081}]}'; }
off() { kubectl -n shop delete svc resolver; }
