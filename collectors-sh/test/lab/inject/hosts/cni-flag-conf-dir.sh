# fault: cni-plugin-name-mismatch
# subject: node w1
# wait: 60
on() { node w1 sh -c 'cp /var/lib/kubelet/kubeadm-flags.env /root/flags.old; sed -i "s/\"$/ --cni-conf-dir=\/etc\/cni\/net.d --cni-bin-dir=\/opt\/cni\/bin\"/" /var/lib/kubelet/kubeadm-flags.env; kill $(cat /run/kubelet.pid)'; }
off() { node w1 sh -c 'cp /root/flags.old /var/lib/kubelet/kubeadm-flags.env'; sleep 10; }
