# fault: webhook-unreachable
# subject: webhook mutate.example.com, service shop/injector
# symptom: pods are not created
# wait: 45
. "${BASH_SOURCE[0]%/*}/lib.sh"
on() { svc shop injector '{"selector":{"app":"injector"},"ports":[{"port":443,"targetPort":8443}]}'; kubectl apply -f - <<'Y'
{apiVersion: admissionregistration.k8s.io/v1, kind: MutatingWebhookConfiguration, metadata: {name: mutate.example.com}, webhooks: [{name: inject.example.com, admissionReviewVersions: [v1], sideEffects: None, failurePolicy: Fail, timeoutSeconds: 5, namespaceSelector: {matchLabels: {team: retail}}, clientConfig: {service: {namespace: shop, name: injector, path: /inject}}, rules: [{apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [pods]}]}]}
Y
dep shop injector 1 '["netexec","--http-port=8443"]'; kubectl -n shop delete pod -l app=cart --wait=false; }
off() { kubectl delete mutatingwebhookconfiguration mutate.example.com; kubectl -n shop delete svc injector; kubectl -n shop delete deployment injector; }
