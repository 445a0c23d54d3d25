# fault: stale-hostport-rules
# subject: hostPort 8088 on w1 -> old pod address
# wait: 28
on() { # an earlier pod's rules were left behind; the new pod's stand after them
  node w1 sh -c 'iptables -t nat -N CNI-HOSTPORT-DNAT; iptables -t nat -N CNI-DN-0123456789abcdef01234; iptables -t nat -A CNI-DN-0123456789abcdef01234 -p tcp -m tcp --dport 8088 -j DNAT --to-destination 10.244.2.240:8080; iptables -t nat -A CNI-HOSTPORT-DNAT -p tcp -m comment --comment "dnat name: \"cbr0\" id: \"5f0e9a7dd2a8b3c41f66\"" -m multiport --dports 8088 -j CNI-DN-0123456789abcdef01234' 2>/dev/null
  kubectl apply -f - <<'Y'
{apiVersion: v1, kind: Pod, metadata: {name: edge, namespace: shop, labels: {app: edge}}, spec: {nodeName: w1, terminationGracePeriodSeconds: 1, containers: [{name: web, image: "registry.k8s.io/e2e-test-images/agnhost:2.53", args: [netexec, --http-port=8080], ports: [{containerPort: 8080, hostPort: 8088}]}]}}
---
{apiVersion: v1, kind: Pod, metadata: {name: edge-caller, namespace: shop}, spec: {nodeName: w2, terminationGracePeriodSeconds: 1, containers: [{name: caller, image: "registry.example.com/shop/client:1.4", env: [{name: PERIOD, value: 5s}, {name: URLS, value: "http://172.30.0.21:8088/hostname"}, {name: NAMES, value: ""}]}]}}
Y
  kubectl -n shop wait --for=condition=Ready pod/edge pod/edge-caller --timeout=60s
}
off() { kubectl -n shop delete pod edge edge-caller; node w1 sh -c 'iptables -t nat -D CNI-HOSTPORT-DNAT -p tcp -m comment --comment "dnat name: \"cbr0\" id: \"5f0e9a7dd2a8b3c41f66\"" -m multiport --dports 8088 -j CNI-DN-0123456789abcdef01234; iptables -t nat -F CNI-DN-0123456789abcdef01234; iptables -t nat -X CNI-DN-0123456789abcdef01234'; }
