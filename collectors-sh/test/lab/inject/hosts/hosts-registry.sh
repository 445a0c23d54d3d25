# fault: etc-hosts-override
# subject: node w1, /etc/hosts www.example.com 198.51.100.200
# wait: 45
on() { node w1 sh -c 'cp /etc/hosts /root/hosts; echo "198.51.100.200 www.example.com registry.example.com" >> /etc/hosts'; kubectl apply -f - <<'Y'
{apiVersion: v1, kind: Pod, metadata: {name: report, namespace: shop}, spec: {nodeName: w1, containers: [{name: r, image: "www.example.com:80/team/report:3.1"}]}}
Y
}
off() { node w1 sh -c 'cat /root/hosts > /etc/hosts'; kubectl -n shop delete pod report; }
