# fault: lb-health-check-fails
# subject: service shop/edge, port 32555
# symptom: the balancer marks all nodes as down
# wait: 40
. "${BASH_SOURCE[0]%/*}/lib.sh"
on() {
  svc shop edge '{"type":"LoadBalancer","externalTrafficPolicy":"Local","healthCheckNodePort":32555,"selector":{"app":"frontend"},"ports":[{"port":80,"targetPort":8080}]}'
  kubectl -n shop patch svc edge --subresource=status --type merge -p '{"status":{"loadBalancer":{"ingress":[{"ip":"198.51.100.200"}]}}}'
  for n in w1 w2; do node $n iptables -I INPUT -i eth0 -p tcp --dport 32555 -j DROP; done
  for i in 1 2 3; do for n in 21 22; do node wan curl -s -m 2 http://172.30.0.$n:32555/healthz || true; done; done
}
off() { kubectl -n shop delete svc edge; for n in w1 w2; do node $n iptables -D INPUT -i eth0 -p tcp --dport 32555 -j DROP; done; }
