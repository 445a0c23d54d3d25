# fault: cni-plugin-name-mismatch
# subject: node w2
# wait: 60
on() { node w2 sh -c 'cp /var/lib/kubelet/kubeadm-flags.env /root/flags.old; sed -i "s/\"$/ --network-plugin=cni\"/" /var/lib/kubelet/kubeadm-flags.env; kill $(cat /run/kubelet.pid)'; }
off() { node w2 sh -c 'cp /root/flags.old /var/lib/kubelet/kubeadm-flags.env'; sleep 10; }
