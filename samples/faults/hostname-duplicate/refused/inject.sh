# fault: hostname-duplicate
# subject: nodes w1 and w2: the kubelet of w2 runs under the name w1
# symptom: w2 is NotReady, its kubelet is refused
# wait: 75
on() { node w2 sh -c 'cp /var/lib/kubelet/kubeadm-flags.env /root/flags.orig; sed -i "s/\"$/ --hostname-override=w1\"/" /var/lib/kubelet/kubeadm-flags.env; kill $(cat /run/kubelet.pid)'; }
off() { node w2 sh -c 'cp /root/flags.orig /var/lib/kubelet/kubeadm-flags.env; kill $(cat /run/kubelet.pid)'; sleep 15; }
