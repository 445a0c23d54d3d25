# fault: cert-expired
# subject: apiserver.crt on cp1
# symptom: x509 everywhere
# wait: 60
. "${BASH_SOURCE[0]%/*}/lib.sh"
on() { d=$S/nodes/cp1/etc/kubernetes/pki; mkdir -p $S/pki; cp -a $d/apiserver.* $S/pki/; printf 'subjectAltName=DNS:cp1,DNS:kubernetes,DNS:kubernetes.default,DNS:kubernetes.default.svc,DNS:kubernetes.default.svc.cluster.local,IP:172.30.0.11,IP:10.96.0.1\nextendedKeyUsage=serverAuth\n' > $S/pki/ext; openssl req -new -key $d/apiserver.key -subj /CN=kube-apiserver -out $S/pki/csr 2>/dev/null; expired $S/pki/csr $S/pki/ext $d/apiserver.crt; node cp1 sh -c 'kill $(pgrep -x kube-apiserver)'; }
off() { cp -a $S/pki/apiserver.* $S/nodes/cp1/etc/kubernetes/pki/; node cp1 sh -c 'kill $(pgrep -x kube-apiserver)'; sleep 45; }
