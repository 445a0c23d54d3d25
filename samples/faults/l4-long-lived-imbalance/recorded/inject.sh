# fault: l4-long-lived-imbalance
# subject: service stream/feed
# symptom: the first pod holds every connection, three new ones idle
# wait: 60
on() { # subscribers keep one connection each; later feed is scaled from one pod to four
  kubectl create namespace stream
  kubectl apply -f - <<'Y'
{apiVersion: apps/v1, kind: Deployment, metadata: {name: feed, namespace: stream}, spec: {replicas: 1, selector: {matchLabels: {app: feed}}, template: {metadata: {labels: {app: feed}}, spec: {terminationGracePeriodSeconds: 1, containers: [{name: feed, image: "registry.k8s.io/e2e-test-images/agnhost:2.53", args: [netexec, --http-port=7000], ports: [{name: tcp, containerPort: 7000}]}]}}}}
---
{apiVersion: v1, kind: Service, metadata: {name: feed, namespace: stream}, spec: {selector: {app: feed}, ports: [{name: tcp, port: 7000, targetPort: tcp}]}}
Y
  kubectl -n stream rollout status deployment feed --timeout=60s
  kubectl apply -f - <<'Y'
apiVersion: apps/v1
kind: Deployment
metadata: {name: subscriber, namespace: stream}
spec:
  replicas: 10
  selector: {matchLabels: {app: subscriber}}
  template:
    metadata: {labels: {app: subscriber}}
    spec:
      terminationGracePeriodSeconds: 1
      containers:
      - name: subscriber
        image: docker.io/library/busybox:1.36.1
        command: [sh, -c, "while :; do (while sleep 2; do printf 'GET /hostname HTTP/1.1\\r\\nHost: feed\\r\\n\\r\\n'; done) | nc feed 7000; echo \"$(date) connection to feed:7000 closed\"; sleep 1; done"]
Y
  kubectl -n stream rollout status deployment subscriber --timeout=60s; sleep 8
  kubectl -n stream scale deployment feed --replicas=4
}
off() { set +e; kubectl delete namespace stream --wait=true --timeout=90s; }
