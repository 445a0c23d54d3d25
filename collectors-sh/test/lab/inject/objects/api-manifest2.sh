# fault: apiserver-down
# subject: kube-apiserver on cp1
# symptom: kubectl refused
# wait: 50
. "${BASH_SOURCE[0]%/*}/lib.sh"
on() { node cp1 mv /etc/kubernetes/manifests/kube-apiserver.yaml /root/; }
off() { node cp1 mv /root/kube-apiserver.yaml /etc/kubernetes/manifests/; sleep 40; }
