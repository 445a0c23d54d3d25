# fault: host-resolv-conf-broken
# subject: node w2, /etc/resolv.conf nameserver 192.0.2.53
# wait: 60
on() { node w2 sh -c 'cp /etc/resolv.conf /root/resolv; printf "nameserver 192.0.2.53\n" > /etc/resolv.conf'; kubectl apply -f - <<'Y'
{apiVersion: v1, kind: Pod, metadata: {name: batch, namespace: shop}, spec: {nodeName: w2, dnsPolicy: Default, terminationGracePeriodSeconds: 1, containers: [{name: caller, image: "registry.example.com/shop/client:1.4", env: [{name: PERIOD, value: 5s}, {name: URLS, value: "http://www.example.com/"}, {name: NAMES, value: ""}]}]}}
---
{apiVersion: v1, kind: Pod, metadata: {name: report, namespace: shop}, spec: {nodeName: w2, containers: [{name: r, image: "www.example.com/team/report:3.1"}]}}
Y
}
off() { node w2 sh -c 'cat /root/resolv > /etc/resolv.conf'; kubectl -n shop delete pod report batch; }
