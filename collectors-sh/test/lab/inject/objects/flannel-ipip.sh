# fault: kernel-module-missing
# subject: flannel needs ipip, which the kernel does not have
# symptom: flannel crashes on every node
# wait: 50
. "${BASH_SOURCE[0]%/*}/lib.sh"
F() { kubectl -n kube-flannel "$@"; }
on() { F get cm kube-flannel-cfg -o json | jq 'del(.metadata.resourceVersion,.metadata.uid)' > "$S/flannel.orig"; sed 's/\\"Type\\": *\\"vxlan\\"/\\"Type\\": \\"ipip\\"/' "$S/flannel.orig" | kubectl replace -f -; F delete pod -l app=flannel --wait=false; }
off() { kubectl replace -f - < "$S/flannel.orig"; F delete pod -l app=flannel --wait=false; }
