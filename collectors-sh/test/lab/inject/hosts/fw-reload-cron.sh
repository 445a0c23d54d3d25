# fault: firewalld-reload-flushed-rules
# subject: node w1
# wait: 28
on() { node w1 sh -c 'setsid sh -c "while :; do iptables -t nat -F; iptables -t filter -F; iptables -t nat -X; iptables -t filter -X; sleep 3; done" >/dev/null 2>&1 & echo $! > /root/reload.pid'; }
off() { node w1 sh -c 'kill $(cat /root/reload.pid)'; sleep 40; kubectl -n kube-flannel delete pod -l app=flannel --field-selector spec.nodeName=w1; }
