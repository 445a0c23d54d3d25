# fault: svc-manual-endpoints-stale
# subject: service shop/cartproxy -> ClusterIP of cart
# symptom: cartproxy fails
# wait: 35
. "${BASH_SOURCE[0]%/*}/lib.sh"
on() { svc shop cartproxy '{"ports":[{"name":"http","port":80,"targetPort":8000}]}'; ip=$(kubectl -n shop get svc cart -o 'jsonpath={.spec.clusterIP}'); printf '{apiVersion: discovery.k8s.io/v1, kind: EndpointSlice, metadata: {name: cartproxy-1, namespace: shop, labels: {kubernetes.io/service-name: cartproxy}}, addressType: IPv4, ports: [{name: http, port: 8000}], endpoints: [{addresses: ["%s"]}]}' $ip | kubectl apply -f -; cl shop cpc "http://cartproxy/hostname"; }
off() { kubectl -n shop delete svc cartproxy; kubectl -n shop delete deployment cpc; }
