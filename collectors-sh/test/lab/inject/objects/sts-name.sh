# fault: statefulset-servicename-mismatch
# subject: statefulset shop/mq serviceName mq-headless
# symptom: mq-0.mq does not resolve
# wait: 45
. "${BASH_SOURCE[0]%/*}/lib.sh"
on() { kubectl apply -f - <<'Y'
{apiVersion: apps/v1, kind: StatefulSet, metadata: {name: mq, namespace: shop}, spec: {serviceName: mq-headless, replicas: 2, selector: {matchLabels: {app: mq}}, template: {metadata: {labels: {app: mq}}, spec: {terminationGracePeriodSeconds: 1, containers: [{name: mq, image: "registry.k8s.io/e2e-test-images/agnhost:2.53", args: [netexec, --http-port=5672], ports: [{containerPort: 5672}]}]}}}}
Y
svc shop mq '{"clusterIP":"None","selector":{"app":"mq"},"ports":[{"name":"amqp","port":5672}]}'; cl shop worker "http://mq-0.mq:5672/hostname"; }
off() { kubectl -n shop delete sts mq; kubectl -n shop delete svc mq; kubectl -n shop delete deployment worker; }
