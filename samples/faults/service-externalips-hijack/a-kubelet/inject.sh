# fault: service-externalips-hijack
# subject: service vpn/gateway, external IP 172.30.0.22 port 10250
# symptom: kubectl logs and exec fail for w2: HTTP response to HTTPS client
# wait: 45
on() { # the external address of a gateway is a node, and the port is the kubelet's
  kubectl create namespace vpn
  kubectl apply -f - <<'Y'
{apiVersion: apps/v1, kind: Deployment, metadata: {name: gateway, namespace: vpn}, spec: {replicas: 2, selector: {matchLabels: {app: gateway}}, template: {metadata: {labels: {app: gateway}}, spec: {terminationGracePeriodSeconds: 1, containers: [{name: gateway, image: "registry.k8s.io/e2e-test-images/agnhost:2.53", args: [netexec, --http-port=8080], ports: [{name: http, containerPort: 8080}]}]}}}}
---
{apiVersion: v1, kind: Service, metadata: {name: gateway, namespace: vpn}, spec: {selector: {app: gateway}, externalIPs: [172.30.0.22], ports: [{name: admin, port: 10250, targetPort: http}]}}
Y
  kubectl -n vpn rollout status deployment gateway --timeout=60s
}
off() { set +e; kubectl delete namespace vpn --wait=true --timeout=90s; }
