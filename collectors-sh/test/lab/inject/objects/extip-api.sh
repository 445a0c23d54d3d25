# fault: service-externalips-hijack
# subject: service shop/gw external IP 198.51.100.10
# symptom: www.example.com answers with another page / refused
# wait: 35
. "${BASH_SOURCE[0]%/*}/lib.sh"
on() { svc shop gw '{"selector":{"app":"cart"},"externalIPs":["198.51.100.10"],"ports":[{"port":80,"targetPort":8001}]}'; }
off() { kubectl -n shop delete svc gw; }
