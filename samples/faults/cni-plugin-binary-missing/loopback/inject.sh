# fault: cni-plugin-binary-missing
# subject: node w1, plugin loopback
# wait: 28
on() { node w1 mv /opt/cni/bin/loopback /root/loopback.old; kubectl -n shop delete pod -l app=client --field-selector spec.nodeName=w1 --wait=false; }
off() { node w1 mv /root/loopback.old /opt/cni/bin/loopback; kubectl -n shop delete pod -l app=client --field-selector spec.nodeName=w1 --wait=false; }
