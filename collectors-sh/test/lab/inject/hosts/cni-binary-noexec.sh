# fault: cni-plugin-binary-missing
# subject: node w1, plugin bridge
# wait: 28
on() { node w1 chmod 644 /opt/cni/bin/bridge; kubectl -n shop delete pod -l app=client --field-selector spec.nodeName=w1 --wait=false; }
off() { node w1 chmod 755 /opt/cni/bin/bridge; kubectl -n shop delete pod -l app=client --field-selector spec.nodeName=w1 --wait=false; }
