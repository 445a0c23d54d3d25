# fault: apiserver-down
# subject: kube-apiserver on cp1, unknown flag
# symptom: kubectl refused
# wait: 60
. "${BASH_SOURCE[0]%/*}/lib.sh"
on() { mani kube-apiserver 's/^( *)- --secure-port=6443/\1- --secure-port=6443\n\1- --insecure-port=8080/'; }
off() { unmani kube-apiserver 45; }
