# fault: kube-proxy-kubeconfig-bad
# subject: certificate-authority
# symptom: x509
# wait: 55
. "${BASH_SOURCE[0]%/*}/lib.sh"
on() { kpc 's,^( *)certificate-authority: .*,\1certificate-authority-data: '"$(openssl req -x509 -newkey rsa:2048 -nodes -keyout /dev/null -subj /CN=old-ca 2>/dev/null | base64 -w0)"','; }
off() { unkp; }
