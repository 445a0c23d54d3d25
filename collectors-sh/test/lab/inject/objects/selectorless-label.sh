# fault: svc-selectorless-without-endpoints
# subject: service shop/oracle
# symptom: slice carries another service name
# wait: 30
. "${BASH_SOURCE[0]%/*}/lib.sh"
on() { svc shop oracle '{"ports":[{"name":"sql","port":1521}]}'; kubectl apply -f - <<'Y'
{apiVersion: discovery.k8s.io/v1, kind: EndpointSlice, metadata: {name: oracle-1, namespace: shop, labels: {kubernetes.io/service-name: oracle-db}}, addressType: IPv4, ports: [{name: sql, port: 1521, protocol: TCP}], endpoints: [{addresses: ["198.51.100.10"]}]}
Y
cl shop oraclient "http://oracle:1521/"; }
off() { kubectl -n shop delete svc oracle; kubectl -n shop delete endpointslice oracle-1; kubectl -n shop delete deployment oraclient; }
