# fault: apiserver-lb-broken
# subject: 172.30.0.100:6443
# symptom: the workers are NotReady, the control plane is well
# wait: 95
. "${BASH_SOURCE[0]%/*}/lib.sh"
on() {
  K get cm kubeadm-config -o json | jq 'del(.metadata.resourceVersion,.metadata.uid)' > "$S/kubeadm.orig"; jq '.data.ClusterConfiguration |= . + "controlPlaneEndpoint: 172.30.0.100:6443\n"' "$S/kubeadm.orig" | kubectl replace -f -
  for n in w1 w2; do node $n sh -c 'sed -i.orig "s,server: .*,server: https://172.30.0.100:6443," /etc/kubernetes/kubelet.conf; kill $(cat /run/kubelet.pid)'; done
  kpc 's,server: .*,server: https://172.30.0.100:6443,'
}
off() { for n in w1 w2; do node $n sh -c 'mv /etc/kubernetes/kubelet.conf.orig /etc/kubernetes/kubelet.conf; kill $(cat /run/kubelet.pid)'; done; kubectl replace -f - < "$S/kubeadm.orig"; unkp; sleep 10; }
