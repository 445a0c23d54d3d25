# fault: endpoints-controller-stalled
# subject: kube-controller-manager on cp1
# symptom: endpoints are not updated
# wait: 80
. "${BASH_SOURCE[0]%/*}/lib.sh"
on() { node cp1 mv /etc/kubernetes/manifests/kube-controller-manager.yaml /root/; sleep 5; kubectl -n shop delete pod db-0 --wait=false; kubectl -n shop delete pod -l app=cart --wait=false; kubectl -n shop label svc cart touched=yes --overwrite; }
off() { node cp1 mv /root/kube-controller-manager.yaml /etc/kubernetes/manifests/; kubectl -n shop label svc cart touched-; sleep 30; }
