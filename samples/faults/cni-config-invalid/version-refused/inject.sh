# fault: cni-config-invalid
# subject: node w1, /etc/cni/net.d/10-flannel.conflist
# wait: 45
on() { node w1 sh -c 'cp /etc/cni/net.d/10-flannel.conflist /root/; sed -i s/0.3.1/2.0.0/ /etc/cni/net.d/10-flannel.conflist'; kubectl -n shop delete pod -l app=client --field-selector spec.nodeName=w1 --wait=false; }
off() { node w1 sh -c 'cat /root/10-flannel.conflist > /etc/cni/net.d/10-flannel.conflist'; kubectl -n shop delete pod -l app=client --field-selector spec.nodeName=w1 --wait=false; }
