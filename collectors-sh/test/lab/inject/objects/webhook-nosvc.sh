# fault: webhook-unreachable
# subject: webhook policy.example.com, service policy/policy-webhook
# symptom: pods are not created
# wait: 45
. "${BASH_SOURCE[0]%/*}/lib.sh"
on() { kubectl apply -f - <<'Y'
{apiVersion: admissionregistration.k8s.io/v1, kind: ValidatingWebhookConfiguration, metadata: {name: policy.example.com}, webhooks: [{name: pods.policy.example.com, admissionReviewVersions: [v1], sideEffects: None, failurePolicy: Fail, timeoutSeconds: 5, clientConfig: {service: {namespace: policy, name: policy-webhook, path: /validate}}, rules: [{apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [pods]}]}]}
Y
kubectl -n shop delete pod -l app=cart --wait=false; }
off() { kubectl delete validatingwebhookconfiguration policy.example.com; }
