# fault: node-uninitialized-cloud
# subject: node w2
# symptom: pods are not scheduled on w2
# wait: 330
. "${BASH_SOURCE[0]%/*}/lib.sh"
on() { cp $S/nodes/w2/var/lib/kubelet/kubeadm-flags.env $S/w2.flags; sed -i 's/"$/ --cloud-provider=external"/' $S/nodes/w2/var/lib/kubelet/kubeadm-flags.env; kubectl delete node w2; klet_restart w2; }
off() { cp $S/w2.flags $S/nodes/w2/var/lib/kubelet/kubeadm-flags.env; kubectl taint node w2 node.cloudprovider.kubernetes.io/uninitialized-; klet_restart w2; }
