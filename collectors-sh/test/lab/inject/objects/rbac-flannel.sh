# fault: rbac-403
# subject: system:serviceaccount:kube-flannel:flannel
# symptom: flannel crashes
# wait: 60
. "${BASH_SOURCE[0]%/*}/lib.sh"
on() { kubectl get clusterrolebinding flannel -o json | jq 'del(.metadata.resourceVersion,.metadata.uid)' > "$S/crb.json"; kubectl delete clusterrolebinding flannel; kubectl -n kube-flannel delete pod -l app=flannel --wait=false; }
off() { kubectl create -f - < "$S/crb.json"; kubectl -n kube-flannel delete pod -l app=flannel --wait=false; }
