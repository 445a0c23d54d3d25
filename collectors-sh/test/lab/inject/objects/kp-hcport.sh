# fault: kube-proxy-healthcheck-port-conflict
# subject: node w1 port 31777
# symptom: healthcheck cannot be opened
# wait: 45
. "${BASH_SOURCE[0]%/*}/lib.sh"
on() { node w1 sh -c 'socat TCP-LISTEN:31777,fork EXEC:/bin/cat >/dev/null 2>&1 & echo $! > /run/soc.pid'; svc shop edge '{"type":"LoadBalancer","externalTrafficPolicy":"Local","healthCheckNodePort":31777,"selector":{"app":"frontend"},"ports":[{"port":80,"targetPort":8080}]}'; kubectl -n shop patch svc edge --subresource=status --type merge -p '{"status":{"loadBalancer":{"ingress":[{"ip":"198.51.100.200"}]}}}'; }
off() { node w1 sh -c 'kill $(cat /run/soc.pid)'; kubectl -n shop delete svc edge; }
