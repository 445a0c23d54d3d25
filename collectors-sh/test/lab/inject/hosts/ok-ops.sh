# fault: none
# wait: 60
on() { kubectl cordon w2; kubectl -n shop create deployment old --image=registry.k8s.io/e2e-test-images/agnhost:2.53 --replicas=0; kubectl -n shop rollout restart deployment cart
 kubectl apply -f - <<'Y'
{apiVersion: batch/v1, kind: Job, metadata: {name: once, namespace: shop}, spec: {template: {spec: {restartPolicy: Never, containers: [{name: j, image: "docker.io/library/busybox:1.36.1", command: [sh, -c, "echo done"]}]}}}}
---
{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: web-all, namespace: shop}, spec: {podSelector: {matchLabels: {app: frontend}}, policyTypes: [Ingress], ingress: [{}]}}
---
{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: other, namespace: default}, spec: {podSelector: {matchLabels: {app: nothing}}, policyTypes: [Ingress, Egress]}}
Y
}
off() { kubectl uncordon w2; kubectl -n shop delete deploy old; kubectl -n shop delete job once; kubectl -n shop delete netpol web-all; kubectl delete netpol other; }
