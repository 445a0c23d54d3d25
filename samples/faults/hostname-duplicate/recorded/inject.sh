# fault: hostname-duplicate
# subject: node w1 of 172.30.0.21 and 172.30.0.22
# symptom: the Node object changes its address, w2 is NotReady
# wait: 75
on() {
  node w1 cat /var/lib/kubelet/pki/kubelet-client-current.pem > "$S/nodes/w2/var/lib/kubelet/pki/w1.pem"
  node w2 sh -c 'hostname w1; cp /etc/kubernetes/kubelet.conf /root/kubelet.conf.orig; sed -i "s,kubelet-client-current.pem,w1.pem," /etc/kubernetes/kubelet.conf; kill $(cat /run/kubelet.pid)'
}
off() { node w2 sh -c 'hostname w2; cp /root/kubelet.conf.orig /etc/kubernetes/kubelet.conf; rm -f /var/lib/kubelet/pki/w1.pem; kill $(cat /run/kubelet.pid)'; sleep 20; kubectl delete pods -A --field-selector spec.nodeName=w1 --wait=false; kubectl delete pods -A --field-selector spec.nodeName=w2 --wait=false; }
