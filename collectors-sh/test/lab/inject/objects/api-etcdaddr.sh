# fault: apiserver-down
# subject: kube-apiserver --etcd-servers
# symptom: kubectl refused
# wait: 70
. "${BASH_SOURCE[0]%/*}/lib.sh"
on() { mani kube-apiserver 's,--etcd-servers=.*,--etcd-servers=https://127.0.0.1:12379,'; }
off() { unmani kube-apiserver 45; }
