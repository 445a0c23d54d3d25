# fault: nat-gateway-port-exhaustion
# subject: router 172.30.0.1, 12 source ports toward 198.51.100.10:80
# symptom: new connections to the outside time out in bursts from all nodes
# wait: 80
on() { # the provider's NAT has a dozen ports; a crawler holds them
  node fabric iptables -t nat -I POSTROUTING -s 172.30.0.0/24 -o wan -p tcp -j MASQUERADE --to-ports 61000-61011
  kubectl create namespace crawler
  kubectl apply -f - <<'Y'
apiVersion: apps/v1
kind: Deployment
metadata: {name: crawler, namespace: crawler}
spec:
  replicas: 3
  selector: {matchLabels: {app: crawler}}
  template:
    metadata: {labels: {app: crawler}}
    spec:
      terminationGracePeriodSeconds: 1
      containers:
      - name: crawler
        image: docker.io/library/busybox:1.36.1
        command:
        - sh
        - -c
        - |
          while :; do
            i=0
            while [ $i -lt 20 ]; do
              (sleep 50 | nc -w 8 198.51.100.10 80 >/dev/null 2>&1 || echo "$(date) level=error msg=\"dial tcp 198.51.100.10:80: i/o timeout\"") &
              i=$((i+1))
            done
            wait
          done
Y
}
off() { set +e; kubectl delete namespace crawler --wait=true --timeout=90s; node fabric iptables -t nat -D POSTROUTING -s 172.30.0.0/24 -o wan -p tcp -j MASQUERADE --to-ports 61000-61011; }
