# fault: pod-dns-config-wrong
# subject: pods of shop/agent
# symptom: cluster names fail
# wait: 40
. "${BASH_SOURCE[0]%/*}/lib.sh"
on() { cl shop agent "http://cart.shop.svc.cluster.local:8000/" "" '{"hostNetwork":true}'; }
off() { kubectl -n shop delete deployment agent; }
