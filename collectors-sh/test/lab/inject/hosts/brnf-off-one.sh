# fault: bridge-nf-call-disabled
# subject: node w2
# wait: 45
on() { node w2 sysctl -w net.bridge.bridge-nf-call-iptables=0 net.bridge.bridge-nf-call-ip6tables=0; kubectl -n kube-system scale deploy coredns --replicas=3; }
off() { node w2 sysctl -w net.bridge.bridge-nf-call-iptables=1 net.bridge.bridge-nf-call-ip6tables=1; kubectl -n kube-system scale deploy coredns --replicas=2; }
