# fault: firewalld-reload-flushed-rules
# subject: node w2
# wait: 2
on() { node w2 sh -c 'iptables -t nat -F; iptables -t filter -F; iptables -t nat -X; iptables -t filter -X; iptables -t mangle -F'; }
off() { sleep 40; kubectl -n kube-system delete pod -l k8s-app=kube-proxy --field-selector spec.nodeName=w2; kubectl -n kube-flannel delete pod -l app=flannel --field-selector spec.nodeName=w2; }
