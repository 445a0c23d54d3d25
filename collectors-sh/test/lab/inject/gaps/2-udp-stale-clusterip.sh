# fault: stale-udp-conntrack
# subject: node w1, flow of pod shop/meter to service shop/frontend, never translated
# symptom: the pod's UDP messages get no answer any more, those of others do
# wait: 45
set +e
on() {
kubectl -n shop apply -f - <<'Y'
apiVersion: v1
kind: Pod
metadata: {name: meter, namespace: shop, labels: {app: meter}}
spec:
  nodeName: w1
  terminationGracePeriodSeconds: 1
  containers: [{name: meter, image: "registry.k8s.io/e2e-test-images/agnhost:2.53", args: [pause]}]
Y
kubectl -n shop wait --for=condition=Ready pod/meter --timeout=60s
p=$(kubectl -n shop get pod meter -o jsonpath={.status.podIP}); s=$(kubectl -n shop get svc frontend -o jsonpath={.spec.clusterIP})
node w1 conntrack -I -p udp -s $p -d $s --sport 5555 --dport 8081 --reply-src $s --reply-dst $p --reply-port-src 8081 --reply-port-dst 5555 -t 120
# a client that keeps its port, as long-lived ones do
node w1 sh -c "id=\$(crictl pods --name meter -q --state ready | head -n 1); pid=\$(crictl inspectp \$id | jq -r .info.pid); (while sleep 2; do echo hostname; done) | setsid nsenter -t \$pid -n socat - UDP:$s:8081,sourceport=5555 >/root/meter.log 2>&1 &"
sleep 3; node w1 conntrack -L -p udp --orig-src $p; }
off() { kubectl -n shop delete pod meter; node w1 sh -c 'kill $(pidof socat)'; true; }
