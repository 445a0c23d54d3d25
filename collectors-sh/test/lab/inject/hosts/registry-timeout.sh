# fault: registry-unreachable
# subject: node w2 -> 198.51.100.10:443
# wait: 60
on() { node fabric iptables -I FORWARD -d 198.51.100.10 -p tcp --dport 443 -j DROP; kubectl apply -f - <<'Y'
{apiVersion: v1, kind: Pod, metadata: {name: report, namespace: shop}, spec: {nodeName: w2, containers: [{name: r, image: "www.example.com/team/report:3.1"}]}}
Y
}
off() { node fabric iptables -D FORWARD -d 198.51.100.10 -p tcp --dport 443 -j DROP; kubectl -n shop delete pod report; }
