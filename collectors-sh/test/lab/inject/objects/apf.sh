# fault: apf-throttling
# subject: kube-proxy, coredns, flannel
# symptom: 429
# wait: 75
. "${BASH_SOURCE[0]%/*}/lib.sh"
on() { kubectl apply -f - <<'Y'
{apiVersion: flowcontrol.apiserver.k8s.io/v1, kind: PriorityLevelConfiguration, metadata: {name: tiny}, spec: {type: Limited, limited: {nominalConcurrencyShares: 0, lendablePercent: 0, borrowingLimitPercent: 0, limitResponse: {type: Reject}}}}
Y
kubectl apply -f - <<'Y'
{apiVersion: flowcontrol.apiserver.k8s.io/v1, kind: FlowSchema, metadata: {name: network-agents}, spec: {matchingPrecedence: 50, priorityLevelConfiguration: {name: tiny}, rules: [{subjects: [{kind: ServiceAccount, serviceAccount: {name: "*", namespace: kube-flannel}}, {kind: ServiceAccount, serviceAccount: {name: kube-proxy, namespace: kube-system}}, {kind: ServiceAccount, serviceAccount: {name: coredns, namespace: kube-system}}], resourceRules: [{apiGroups: ["*"], clusterScope: true, namespaces: ["*"], resources: ["*"], verbs: ["*"]}]}]}}
Y
kp_restart; dns_restart; }
off() { kubectl delete flowschema network-agents; kubectl delete prioritylevelconfiguration tiny; kp_restart; dns_restart; }
