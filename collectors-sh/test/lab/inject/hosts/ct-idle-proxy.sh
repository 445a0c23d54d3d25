# fault: conntrack-idle-timeout-low
# subject: kube-proxy tcpEstablishedTimeout 30s
# wait: 32
on() { kubectl -n kube-system get cm kube-proxy -o json | sed -E 's/tcpEstablishedTimeout: [^\\]*/tcpEstablishedTimeout: 30s/' | kubectl apply -f -; kubectl -n kube-system rollout restart ds kube-proxy; kubectl -n kube-system rollout status ds kube-proxy; }
off() { kubectl -n kube-system get cm kube-proxy -o json | sed -E 's/tcpEstablishedTimeout: [^\\]*/tcpEstablishedTimeout: null/' | kubectl apply -f -; kubectl -n kube-system rollout restart ds kube-proxy; for n in cp1 w1 w2; do node $n sysctl -w net.netfilter.nf_conntrack_tcp_timeout_established=86400; done; }
