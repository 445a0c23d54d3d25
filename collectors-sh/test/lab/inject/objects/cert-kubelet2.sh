# fault: cert-expired
# subject: kubelet client certificate on w2
# symptom: w2 NotReady
# wait: 80
. "${BASH_SOURCE[0]%/*}/lib.sh"
on() { d=$S/nodes/cp1/etc/kubernetes/pki; p=$S/nodes/w2/var/lib/kubelet/pki; mkdir -p $S/pki; cp -a $p $S/pki/w2; openssl req -newkey rsa:2048 -nodes -keyout $S/pki/k -subj /O=system:nodes/CN=system:node:w2 -out $S/pki/csr 2>/dev/null; echo extendedKeyUsage=clientAuth > $S/pki/ext; expired $S/pki/csr $S/pki/ext $S/pki/c; f=$(node w2 readlink -f /var/lib/kubelet/pki/kubelet-client-current.pem); cat $S/pki/c $S/pki/k > $S/nodes/w2$f; klet_restart w2; }
off() { cp -a $S/pki/w2/. $S/nodes/w2/var/lib/kubelet/pki/; klet_restart w2; sleep 15; }
