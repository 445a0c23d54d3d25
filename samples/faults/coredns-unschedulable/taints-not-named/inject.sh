# fault: coredns-unschedulable
# subject: coredns pods
# symptom: Pending
# wait: 45
K() { kubectl -n kube-system "$@"; }
on() { kubectl taint node w1 w2 dedicated=batch:NoSchedule; kubectl taint node cp1 maintenance=yes:NoSchedule; K delete pod -l k8s-app=kube-dns --wait=false; }
off() { kubectl taint node w1 w2 dedicated-; kubectl taint node cp1 maintenance-; }
