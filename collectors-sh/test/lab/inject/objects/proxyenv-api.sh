# fault: http-proxy-env-captures-cluster
# subject: kube-apiserver on cp1
# symptom: webhooks and aggregated APIs fail
# wait: 60
. "${BASH_SOURCE[0]%/*}/lib.sh"
on() { mani kube-apiserver 's,^(    )name: kube-apiserver,\1name: kube-apiserver\n\1env:\n\1- {name: HTTPS_PROXY\, value: "http://198.51.100.10:3128"}\n\1- {name: NO_PROXY\, value: "127.0.0.1\,localhost"},'; sleep 30; svc shop adapter '{"selector":{"app":"adapter"},"ports":[{"port":443,"targetPort":6443}]}' ; dep shop adapter 1 '["netexec","--http-port=6443"]' '[{"containerPort":6443}]'; kubectl apply -f - <<'Y'
{apiVersion: admissionregistration.k8s.io/v1, kind: ValidatingWebhookConfiguration, metadata: {name: policy.example.com}, webhooks: [{name: pods.policy.example.com, admissionReviewVersions: [v1], sideEffects: None, failurePolicy: Fail, timeoutSeconds: 5, namespaceSelector: {matchLabels: {team: retail}}, clientConfig: {service: {namespace: shop, name: adapter, path: /validate}}, rules: [{apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [pods]}]}]}
Y
kubectl -n shop delete pod -l app=cart --wait=false; }
off() { kubectl delete validatingwebhookconfiguration policy.example.com; kubectl -n shop delete svc adapter; kubectl -n shop delete deployment adapter; unmani kube-apiserver 45; }
