# fault: registry-unreachable
# subject: node w1, registry.example.net
# wait: 45
on() { kubectl apply -f - <<'Y'
{apiVersion: v1, kind: Pod, metadata: {name: report, namespace: shop}, spec: {nodeName: w1, containers: [{name: r, image: "registry.example.net/team/report:3.1"}]}}
Y
}
off() { kubectl -n shop delete pod report; }
