# fault: scheduler-down
# subject: kube-scheduler on cp1
# symptom: new pods Pending
# wait: 75
. "${BASH_SOURCE[0]%/*}/lib.sh"
on() { node cp1 mv /etc/kubernetes/manifests/kube-scheduler.yaml /root/; sleep 3; kubectl -n shop delete pod -l app=cart --wait=false; }
off() { node cp1 mv /root/kube-scheduler.yaml /etc/kubernetes/manifests/; sleep 20; }
