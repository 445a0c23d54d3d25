# fault: apiserver-cert-san-missing
# subject: 10.96.0.1
# symptom: x509 in pods
# wait: 75
. "${BASH_SOURCE[0]%/*}/lib.sh"
on() { d=$S/nodes/cp1/etc/kubernetes/pki; mkdir -p $S/pki; cp -a $d/apiserver.* $S/pki/; printf 'subjectAltName=DNS:cp1,DNS:kubernetes,IP:172.30.0.11,IP:127.0.0.1\nextendedKeyUsage=serverAuth\n' > $S/pki/ext; openssl req -new -key $d/apiserver.key -subj /CN=kube-apiserver -out $S/pki/csr 2>/dev/null; openssl x509 -req -in $S/pki/csr -CA $d/ca.crt -CAkey $d/ca.key -CAcreateserial -days 300 -extfile $S/pki/ext -out $d/apiserver.crt 2>/dev/null; node cp1 sh -c 'kill $(pgrep -x kube-apiserver)'; sleep 25; dns_restart || true; }
off() { cp -a $S/pki/apiserver.* $S/nodes/cp1/etc/kubernetes/pki/; node cp1 sh -c 'kill $(pgrep -x kube-apiserver)'; sleep 30; dns_restart; }
