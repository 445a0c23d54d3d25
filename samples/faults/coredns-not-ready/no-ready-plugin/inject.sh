# fault: coredns-not-ready
# subject: deployment kube-system/coredns
# symptom: DNS fails
# wait: 60
on() { kubectl -n kube-system get cm coredns -o yaml > /tmp/coredns-cm.$$.yaml; kubectl -n kube-system get cm coredns -o json | sed 's/        ready\\n//; s/    ready\\n//' | kubectl apply -f -; kubectl -n kube-system delete pod -l k8s-app=kube-dns --wait=false; }
off() { kubectl apply -f /tmp/coredns-cm.*.yaml; rm -f /tmp/coredns-cm.*.yaml; kubectl -n kube-system delete pod -l k8s-app=kube-dns; sleep 15; }
