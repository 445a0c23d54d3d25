# fault: kube-proxy-rbac-denied
# subject: system:kube-proxy
# symptom: rules are not updated
# wait: 55
. "${BASH_SOURCE[0]%/*}/lib.sh"
on() { kubectl get clusterrolebinding kubeadm:node-proxier -o json | jq 'del(.metadata.resourceVersion,.metadata.uid)' > "$S/crb.json"; kubectl delete clusterrolebinding kubeadm:node-proxier; kp_restart; }
off() { kubectl create -f - < "$S/crb.json"; kp_restart; }
