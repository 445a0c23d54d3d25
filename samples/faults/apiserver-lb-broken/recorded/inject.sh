# fault: apiserver-lb-broken
# subject: 172.30.0.100:6443
# symptom: the workers are NotReady, the control plane is well
# wait: 95
K() { kubectl -n kube-system "$@"; }
kp_save() { [ -s "$S/kp.orig" ] || K get cm kube-proxy -o json | jq 'del(.metadata.resourceVersion,.metadata.uid,.metadata.creationTimestamp,.metadata.managedFields)' > "$S/kp.orig"; }
kp() { kp_save; jq -r '.data["config.conf"]' "$S/kp.orig" | sed -E "$@" > "$S/kp.conf"; jq --rawfile c "$S/kp.conf" '.data["config.conf"]=$c' "$S/kp.orig" | kubectl replace -f -; kp_restart; }
kpc() { kp_save; jq -r '.data["kubeconfig.conf"]' "$S/kp.orig" | sed -E "$@" > "$S/kp.conf"; jq --rawfile c "$S/kp.conf" '.data["kubeconfig.conf"]=$c' "$S/kp.orig" | kubectl replace -f -; kp_restart; }
unkp() { kubectl replace -f - < "$S/kp.orig"; rm -f "$S/kp.orig"; kp_restart; }
kp_restart() { K delete pod -l k8s-app=kube-proxy --wait=false; }
on() {
  K get cm kubeadm-config -o json | jq 'del(.metadata.resourceVersion,.metadata.uid)' > "$S/kubeadm.orig"; jq '.data.ClusterConfiguration |= . + "controlPlaneEndpoint: 172.30.0.100:6443\n"' "$S/kubeadm.orig" | kubectl replace -f -
  for n in w1 w2; do node $n sh -c 'sed -i.orig "s,server: .*,server: https://172.30.0.100:6443," /etc/kubernetes/kubelet.conf; kill $(cat /run/kubelet.pid)'; done
  kpc 's,server: .*,server: https://172.30.0.100:6443,'
}
off() { for n in w1 w2; do node $n sh -c 'mv /etc/kubernetes/kubelet.conf.orig /etc/kubernetes/kubelet.conf; kill $(cat /run/kubelet.pid)'; done; kubectl replace -f - < "$S/kubeadm.orig"; unkp; sleep 10; }
