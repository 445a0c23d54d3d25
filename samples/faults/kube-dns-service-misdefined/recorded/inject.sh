# fault: kube-dns-service-misdefined
# subject: service kube-system/kube-dns, selector
# symptom: no name resolves from pods though CoreDNS runs and is ready
# wait: 50
on() { kubectl -n kube-system patch service kube-dns -p '{"spec":{"selector":{"k8s-app":"coredns"}}}'; }
off() { kubectl -n kube-system patch service kube-dns -p '{"spec":{"selector":{"k8s-app":"kube-dns"}}}'; }
