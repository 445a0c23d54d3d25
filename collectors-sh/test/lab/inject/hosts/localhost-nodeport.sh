# fault: localhost-nodeport-blocked
# subject: node w1, 127.0.0.1:30080
# wait: 28
on() { node w1 sysctl -w net.ipv4.conf.all.route_localnet=0
  kubectl apply -f - <<'Y'
{apiVersion: v1, kind: Pod, metadata: {name: agent, namespace: shop}, spec: {hostNetwork: true, nodeName: w1, terminationGracePeriodSeconds: 1, containers: [{name: caller, image: "registry.example.com/shop/client:1.4", env: [{name: PERIOD, value: 5s}, {name: URLS, value: "http://127.0.0.1:30080/hostname"}, {name: NAMES, value: ""}]}]}}
Y
}
off() { node w1 sysctl -w net.ipv4.conf.all.route_localnet=1; kubectl -n shop delete pod agent; }
