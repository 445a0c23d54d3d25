# fault: ephemeral-port-exhaustion
# subject: node w2, connections to 172.30.0.11:6443
# wait: 28
on() { node w2 sysctl -w net.ipv4.ip_local_port_range="40000 40019"
  node w2 sh -c 'for i in $(seq 40); do (setsid sh -c "sleep 400 | socat - TCP:172.30.0.11:6443" >/dev/null 2>&1 &) ; done'
  kubectl apply -f - <<'Y'
{apiVersion: v1, kind: Pod, metadata: {name: hostcaller, namespace: shop}, spec: {hostNetwork: true, nodeName: w2, terminationGracePeriodSeconds: 1, containers: [{name: caller, image: "registry.example.com/shop/client:1.4", env: [{name: PERIOD, value: 2s}, {name: URLS, value: "http://172.30.0.11:6443/healthz"}, {name: NAMES, value: ""}]}]}}
Y
}
off() { node w2 sysctl -w net.ipv4.ip_local_port_range="32768 60999"; node w2 sh -c 'kill $(pgrep -f "TCP:172.30.0.11:6443")'; kubectl -n shop delete pod hostcaller; }
