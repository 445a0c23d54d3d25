# fault: coredns-unschedulable
# subject: coredns pods
# symptom: Pending
# wait: 45
K() { kubectl -n kube-system "$@"; }
dns_restart() { K delete pod -l k8s-app=kube-dns --wait=false; }
on() { K set resources deployment coredns --requests=cpu=64; sleep 2; dns_restart; }
off() { K rollout undo deployment coredns; }
