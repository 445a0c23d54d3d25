# fault: controlplane-cannot-reach-pods
# subject: cp1 -> pods (webhook shop/hook)
# wait: 45
on() { # the plugin keeps off the control plane
  kubectl apply -f - <<'Y'
{apiVersion: v1, kind: Service, metadata: {name: hook, namespace: shop}, spec: {selector: {app: frontend}, ports: [{port: 443, targetPort: 8080}]}}
---
{apiVersion: admissionregistration.k8s.io/v1, kind: ValidatingWebhookConfiguration, metadata: {name: shop-hook}, webhooks: [{name: hook.shop.example.com, admissionReviewVersions: [v1], sideEffects: None, failurePolicy: Fail, timeoutSeconds: 5, clientConfig: {service: {name: hook, namespace: shop, path: /validate, port: 443}}, namespaceSelector: {matchLabels: {team: retail}}, rules: [{apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [configmaps, pods]}]}]}
Y
  kubectl -n kube-flannel patch ds kube-flannel-ds -p '{"spec":{"template":{"spec":{"affinity":{"nodeAffinity":{"requiredDuringSchedulingIgnoredDuringExecution":{"nodeSelectorTerms":[{"matchExpressions":[{"key":"node-role.kubernetes.io/control-plane","operator":"DoesNotExist"}]}]}}}}}}}'
  kubectl -n kube-flannel rollout status ds kube-flannel-ds --timeout=60s
  node cp1 sh -c 'ip link del flannel.1'
  kubectl -n shop create cm probe1 --from-literal=a=b; kubectl -n shop delete pod -l app=client --wait=false; sleep 20
}
off() { kubectl delete validatingwebhookconfiguration shop-hook; kubectl -n shop delete svc hook; kubectl -n kube-flannel delete ds kube-flannel-ds; kubectl apply -f - < "$here/manifests/flannel.yaml"; }
