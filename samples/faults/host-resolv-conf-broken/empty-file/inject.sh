# fault: host-resolv-conf-broken
# subject: node w1, /etc/resolv.conf
# wait: 45
on() { node w1 sh -c 'cp /etc/resolv.conf /root/resolv; : > /etc/resolv.conf'; kubectl apply -f - <<'Y'
{apiVersion: v1, kind: Pod, metadata: {name: report, namespace: shop}, spec: {nodeName: w1, containers: [{name: r, image: "www.example.com/team/report:3.1"}]}}
Y
}
off() { node w1 sh -c 'cat /root/resolv > /etc/resolv.conf'; kubectl -n shop delete pod report; }
