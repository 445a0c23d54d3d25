# fault: cni-plugin-binary-missing
# subject: node w1, plugin host-local
# wait: 28
on() { node w1 mv /opt/cni/bin/host-local /root/host-local.old; kubectl -n shop delete pod -l app=client --field-selector spec.nodeName=w1 --wait=false; }
off() { node w1 mv /root/host-local.old /opt/cni/bin/host-local; kubectl -n shop delete pod -l app=client --field-selector spec.nodeName=w1 --wait=false; }
