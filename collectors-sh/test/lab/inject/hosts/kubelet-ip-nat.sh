# fault: kubelet-wrong-node-ip
# subject: node w2, 10.0.2.15
# wait: 45
on() { node w2 sh -c 'ip link add enp0s3 type veth peer name enp0s3p; ip link set enp0s3p up; ip addr add 10.0.2.15/24 dev enp0s3; ip link set enp0s3 up; cp /var/lib/kubelet/kubeadm-flags.env /root/flags.old; sed -i s/--node-ip=172.30.0.22/--node-ip=10.0.2.15/ /var/lib/kubelet/kubeadm-flags.env; kill $(cat /run/kubelet.pid)'; }
off() { node w2 sh -c 'cp /root/flags.old /var/lib/kubelet/kubeadm-flags.env; kill $(cat /run/kubelet.pid); sleep 15; ip link del enp0s3'; }
