# fault: ephemeral-port-exhaustion
# subject: node w1 (host sockets to 198.51.100.10:80)
# symptom: connects from a host-network pod to the outside fail: cannot assign requested address
# wait: 90
set +e
on() { node w1 sysctl -w net.ipv4.ip_local_port_range="50000 50049"
kubectl apply -f - <<'Y'
apiVersion: v1
kind: Pod
metadata: {name: mirror, namespace: shop}
spec:
  hostNetwork: true
  dnsPolicy: ClusterFirstWithHostNet
  nodeName: w1
  terminationGracePeriodSeconds: 1
  containers: [{name: client, image: "registry.example.com/shop/client:1.4", env: [{name: PERIOD, value: 300ms}, {name: URLS, value: "http://198.51.100.10/"}, {name: NAMES, value: ""}]}]
Y
}
off() { node w1 sysctl -w net.ipv4.ip_local_port_range="32768 60999"; kubectl -n shop delete pod mirror; }
