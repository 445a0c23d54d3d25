# fault: cni-plugin-binary-missing
# subject: node w1, plugin portmap
# wait: 28
on() { node w1 mv /opt/cni/bin/portmap /root/portmap.old; kubectl -n shop delete pod -l app=client --field-selector spec.nodeName=w1 --wait=false; }
off() { node w1 mv /root/portmap.old /opt/cni/bin/portmap; kubectl -n shop delete pod -l app=client --field-selector spec.nodeName=w1 --wait=false; }
