# fault: coredns-objects-missing
# subject: deployment kube-system/coredns, replicas 0
# symptom: no name resolves; there is no CoreDNS pod
# wait: 50
on() { kubectl -n kube-system scale deployment coredns --replicas=0; }
off() { kubectl -n kube-system scale deployment coredns --replicas=2; }
