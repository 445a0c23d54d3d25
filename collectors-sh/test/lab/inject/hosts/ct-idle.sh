# fault: conntrack-idle-timeout-low
# subject: node w1, 20 s
# wait: 45
on() { node w1 sysctl -w net.netfilter.nf_conntrack_tcp_timeout_established=20
 kubectl apply -f - <<'Y'
{apiVersion: v1, kind: Pod, metadata: {name: pool, namespace: shop}, spec: {nodeName: w1, terminationGracePeriodSeconds: 1, containers: [{name: pool, image: "docker.io/library/busybox:1.36.1", command: [sh, -c, "while :; do (sleep 40; printf 'GET /hostname HTTP/1.0\r\n\r\n') | nc -w 50 cart 8000 || echo \"$(date) connection to cart was reset\"; done"]}]}}
Y
}
off() { node w1 sysctl -w net.netfilter.nf_conntrack_tcp_timeout_established=86400; kubectl -n shop delete pod pool; }
