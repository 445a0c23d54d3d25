# fault: scheduler-down
# subject: kube-scheduler on cp1 crash
# symptom: new pods Pending
# wait: 75
. "${BASH_SOURCE[0]%/*}/lib.sh"
on() { mani kube-scheduler 's,--kubeconfig=.*,--kubeconfig=/etc/kubernetes/scheduler-old.conf,'; sleep 3; kubectl -n shop delete pod -l app=frontend --wait=false; }
off() { unmani kube-scheduler 25; }
