# fault: lb-hairpin-bypass
# subject: service pay/gateway, 198.51.100.220:443
# symptom: https to the balancer works from outside and fails from pods: server gave HTTP response to HTTPS client
# wait: 45
cl() { # cl NAMESPACE NAME REPLICAS URLS NAMES [more pod spec as JSON]: a client that calls URLs every four seconds
  local x=${6:-}; [ -n "$x" ] || x='{}'
  jq -n --arg ns "$1" --arg n "$2" --argjson r "$3" --arg u "$4" --arg m "$5" --argjson x "$x" '{apiVersion:"apps/v1",kind:"Deployment",metadata:{name:$n,namespace:$ns},spec:{replicas:$r,selector:{matchLabels:{app:$n}},template:{metadata:{labels:{app:$n}},spec:({terminationGracePeriodSeconds:1,containers:[{name:$n,image:"registry.example.com/shop/client:1.4",env:[{name:"PERIOD",value:"4s"},{name:"URLS",value:$u},{name:"NAMES",value:$m}]}]}+$x)}}}' | kubectl apply -f -
}
on() { # TLS ends on the balancer (in the outside world); kube-proxy leads pods past it to the plain HTTP pods
  d=$S/lbtls; mkdir -p "$d"; openssl req -x509 -newkey rsa:2048 -nodes -days 90 -keyout "$d/k" -out "$d/c" -subj /CN=pay.example.com -addext subjectAltName=DNS:pay.example.com >/dev/null 2>&1
  node wan ip addr add 198.51.100.220/32 dev eth0
  (setsid ip netns exec "$NS-wan" "$LAB/bin/agnhost" netexec --http-port=443 --udp-port=8443 --tls-cert-file="$d/c" --tls-private-key-file="$d/k" >/dev/null 2>&1 </dev/null & echo $! > "$S/lbtls.pid")
  kubectl create namespace pay
  kubectl apply -f - <<'Y'
{apiVersion: apps/v1, kind: Deployment, metadata: {name: gateway, namespace: pay}, spec: {replicas: 2, selector: {matchLabels: {app: gateway}}, template: {metadata: {labels: {app: gateway}}, spec: {terminationGracePeriodSeconds: 1, containers: [{name: gateway, image: "registry.k8s.io/e2e-test-images/agnhost:2.53", args: [netexec, --http-port=8080], ports: [{name: http, containerPort: 8080}]}]}}}}
---
{apiVersion: v1, kind: Service, metadata: {name: gateway, namespace: pay, annotations: {service.beta.kubernetes.io/aws-load-balancer-ssl-cert: "arn:aws:acm:eu-central-1:111122223333:certificate/1f0c", service.beta.kubernetes.io/aws-load-balancer-ssl-ports: "443", service.beta.kubernetes.io/aws-load-balancer-backend-protocol: http}}, spec: {type: LoadBalancer, selector: {app: gateway}, ports: [{name: https, port: 443, targetPort: http}]}}
Y
  kubectl -n pay patch service gateway --subresource=status --type merge -p '{"status":{"loadBalancer":{"ingress":[{"ip":"198.51.100.220","ipMode":"VIP"}]}}}'
  cl pay cashdesk 2 "https://pay.example.com/hostname" "" '{"hostAliases":[{"ip":"198.51.100.220","hostnames":["pay.example.com"]}]}'
}
off() { set +e; kubectl delete namespace pay --wait=true --timeout=90s; kill "$(cat "$S/lbtls.pid")"; node wan ip addr del 198.51.100.220/32 dev eth0; rm -rf "$S/lbtls" "$S/lbtls.pid"; }
