# fault: ephemeral-range-overlaps-nodeports
# subject: node w1, ip_local_port_range 1024 65535, port 32000
# symptom: kube-proxy cannot open a health check port; the load balancer says w1 is unhealthy
# wait: 45
set +e
on() { (setsid ip netns exec $NS-wan socat TCP-LISTEN:9999,bind=198.51.100.10,fork,reuseaddr EXEC:cat >/dev/null 2>&1 & echo $! > "$S/echo.pid"); sleep 1
  node w1 sysctl -w net.ipv4.ip_local_port_range="1024 65535"
  node w1 sh -c 'setsid sh -c "sleep 900 | socat - TCP:198.51.100.10:9999,sourceport=32000" >/dev/null 2>&1 & echo $! > /root/sock.pid'; sleep 2
  node w1 sh -c 'ss -tnp sport = :32000'
kubectl apply -f - <<'Y'
apiVersion: v1
kind: Service
metadata: {name: edge, namespace: shop}
spec: {type: LoadBalancer, externalTrafficPolicy: Local, healthCheckNodePort: 32000, selector: {app: frontend}, ports: [{name: http, port: 80, targetPort: http}]}
Y
kubectl -n shop patch service edge --subresource status --type merge -p '{"status":{"loadBalancer":{"ingress":[{"ip":"198.51.100.80"}]}}}'; }
off() { kubectl -n shop delete svc edge; kill $(cat "$S/echo.pid"); node w1 sh -c 'kill $(pidof socat)'; node w1 sysctl -w net.ipv4.ip_local_port_range="32768 60999"; }
