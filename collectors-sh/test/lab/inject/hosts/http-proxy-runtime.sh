# fault: http-proxy-env-captures-cluster
# subject: node w1, containerd HTTPS_PROXY
# wait: 60
on() { node w1 sh -c 'kill $(pgrep -x containerd); sleep 3; HTTP_PROXY=http://172.30.0.1:3128 HTTPS_PROXY=http://172.30.0.1:3128 setsid containerd >>/var/log/containerd.log 2>&1 </dev/null & sleep 3'; kubectl apply -f - <<'Y'
{apiVersion: v1, kind: Pod, metadata: {name: report, namespace: shop}, spec: {nodeName: w1, containers: [{name: r, image: "www.example.com/team/report:3.1"}]}}
Y
}
off() { kubectl -n shop delete pod report; node w1 sh -c 'kill $(pgrep -x containerd); sleep 3; setsid containerd >>/var/log/containerd.log 2>&1 </dev/null & sleep 3'; }
