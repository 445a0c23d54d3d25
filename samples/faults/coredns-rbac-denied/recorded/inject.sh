# fault: coredns-rbac-denied
# subject: ClusterRoleBinding system:coredns of serviceaccount kube-system/coredns
# symptom: no cluster name resolves after CoreDNS was restarted; its pods run but never become ready
# wait: 70
on() {
  kubectl get clusterrolebinding system:coredns -o yaml > "$S/crb.yaml"
  kubectl delete clusterrolebinding system:coredns
  kubectl -n kube-system delete pod -l k8s-app=kube-dns --wait=false
}
off() { kubectl create -f - < "$S/crb.yaml"; kubectl -n kube-system delete pod -l k8s-app=kube-dns; }
