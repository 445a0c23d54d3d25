# fault: topology-hints-imbalance
# subject: service shop/frontend, zone a
# symptom: one of five pods gets most of the load
# wait: 60
. "${BASH_SOURCE[0]%/*}/lib.sh"
on() {
  kubectl label node w1 topology.kubernetes.io/zone=a --overwrite; kubectl label node w2 cp1 topology.kubernetes.io/zone=b --overwrite
  kubectl -n shop patch deployment frontend -p '{"spec":{"replicas":4,"template":{"spec":{"topologySpreadConstraints":null,"nodeSelector":{"kubernetes.io/hostname":"w2"}}}}}'
  kubectl apply -f - <<'Y'
{apiVersion: apps/v1, kind: Deployment, metadata: {name: frontend-a, namespace: shop}, spec: {replicas: 1, selector: {matchLabels: {tier: edge}}, template: {metadata: {labels: {app: frontend, tier: edge}}, spec: {nodeName: w1, containers: [{name: web, image: "registry.k8s.io/e2e-test-images/agnhost:2.53", args: [netexec, --http-port=8080, --udp-port=8081], ports: [{name: http, containerPort: 8080}, {name: udp, containerPort: 8081, protocol: UDP}]}]}}}}
Y
  kubectl -n shop rollout status deployment frontend --timeout=80s
  kubectl -n shop patch svc frontend -p '{"spec":{"trafficDistribution":"PreferClose"}}'
  cl shop load "http://frontend/hostname" "" '{"nodeName":"w1"}'; kubectl -n shop scale deployment load --replicas=6
}
off() { kubectl -n shop delete deployment load frontend-a; kubectl -n shop patch svc frontend --type json -p '[{"op":"remove","path":"/spec/trafficDistribution"}]'; kubectl label node w1 w2 cp1 topology.kubernetes.io/zone-; kubectl -n shop rollout undo deployment frontend; kubectl -n shop scale deployment frontend --replicas=3; kubectl -n shop rollout status deployment frontend --timeout=80s; }
