# fault: fd-or-inotify-exhaustion
# subject: CoreDNS
# wait: 45
on() { for n in cp1 w1 w2; do node $n sh -c 'for p in $(pgrep -x coredns); do prlimit --pid $p --nofile=12:12; done'; done; }
off() { kubectl -n kube-system delete pod -l k8s-app=kube-dns; }
