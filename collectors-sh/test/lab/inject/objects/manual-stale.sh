# fault: svc-manual-endpoints-stale
# subject: service shop/oracle -> 198.51.100.77:1521
# symptom: oracle times out
# wait: 35
. "${BASH_SOURCE[0]%/*}/lib.sh"
on() { svc shop oracle '{"ports":[{"name":"sql","port":1521}]}'; kubectl apply -f - <<'Y'
{apiVersion: discovery.k8s.io/v1, kind: EndpointSlice, metadata: {name: oracle-1, namespace: shop, labels: {kubernetes.io/service-name: oracle}}, addressType: IPv4, ports: [{name: sql, port: 1521, protocol: TCP}], endpoints: [{addresses: ["198.51.100.77"]}]}
Y
cl shop oraclient "http://oracle:1521/"; }
off() { kubectl -n shop delete svc oracle; kubectl -n shop delete deployment oraclient; }
