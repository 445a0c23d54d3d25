# fault: svc-manual-endpoints-stale
# subject: service shop/search -> dead pod address
# symptom: search times out
# wait: 35
. "${BASH_SOURCE[0]%/*}/lib.sh"
on() { svc shop search '{"ports":[{"name":"http","port":9200}]}'; kubectl apply -f - 2>/dev/null <<'Y'
{apiVersion: v1, kind: Endpoints, metadata: {name: search, namespace: shop}, subsets: [{addresses: [{ip: 10.244.1.200}], ports: [{name: http, port: 9200}]}]}
Y
cl shop searcher "http://search:9200/"; }
off() { kubectl -n shop delete svc search; kubectl -n shop delete deployment searcher; }
