# fault: metadata-service-blocked
# subject: 169.254.169.254, hop limit 1
# symptom: pods get no answer from the metadata service, nodes do
# wait: 50
on() { # a metadata service as clouds have it, whose answers live for one hop only
  mkdir -p "$S/imds/latest/meta-data/iam/security-credentials"; echo app-role > "$S/imds/latest/meta-data/iam/security-credentials/index.html"; echo i-0c01dca5e > "$S/imds/latest/meta-data/instance-id"
  node fabric ip addr add 169.254.169.254/32 dev br0
  (setsid ip netns exec "$NS-fabric" busybox httpd -f -p 169.254.169.254:80 -h "$S/imds" >/dev/null 2>&1 </dev/null & echo $! > "$S/imds.pid")
  node fabric sysctl -qw net.ipv4.ip_default_ttl=1
  kubectl create namespace backup
  kubectl apply -f - <<'Y'
apiVersion: apps/v1
kind: Deployment
metadata: {name: uploader, namespace: backup}
spec:
  replicas: 2
  selector: {matchLabels: {app: uploader}}
  template:
    metadata: {labels: {app: uploader}}
    spec:
      terminationGracePeriodSeconds: 1
      containers:
      - name: uploader
        image: registry.example.com/shop/client:1.4
        env: [{name: PERIOD, value: 4s}, {name: URLS, value: "http://169.254.169.254/latest/meta-data/iam/security-credentials/"}, {name: NAMES, value: ""}]
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: node-tagger, namespace: backup}
spec:
  selector: {matchLabels: {app: node-tagger}}
  template:
    metadata: {labels: {app: node-tagger}}
    spec:
      hostNetwork: true
      terminationGracePeriodSeconds: 1
      containers:
      - name: tagger
        image: registry.example.com/shop/client:1.4
        env: [{name: PERIOD, value: 5s}, {name: URLS, value: "http://169.254.169.254/latest/meta-data/instance-id"}, {name: NAMES, value: ""}]
Y
}
off() { set +e; kubectl delete namespace backup --wait=true --timeout=90s; node fabric sysctl -qw net.ipv4.ip_default_ttl=64; kill "$(cat "$S/imds.pid")"; node fabric ip addr del 169.254.169.254/32 dev br0; rm -rf "$S/imds" "$S/imds.pid"; }
