# fault: cni-plugin-binary-missing
# subject: node w1, plugin flannel
# wait: 28
on() { node w1 mv /opt/cni/bin/flannel /root/flannel.old; kubectl -n shop delete pod -l app=client --field-selector spec.nodeName=w1 --wait=false; }
off() { node w1 mv /root/flannel.old /opt/cni/bin/flannel; kubectl -n shop delete pod -l app=client --field-selector spec.nodeName=w1 --wait=false; }
