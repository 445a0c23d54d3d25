# fault: sa-token-invalid
# subject: cluster, service-account-key-file
# symptom: 401 in all pods
# wait: 90
. "${BASH_SOURCE[0]%/*}/lib.sh"
on() { d=$S/nodes/cp1/etc/kubernetes/pki; openssl genrsa 2048 2>/dev/null | openssl rsa -pubout -out $d/sa-old.pub 2>/dev/null; mani kube-apiserver 's,--service-account-key-file=.*,--service-account-key-file=/etc/kubernetes/pki/sa-old.pub,'; sleep 35; }
off() { unmani kube-apiserver 50; }
