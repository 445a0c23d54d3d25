# fault: coredns-corefile-invalid
# subject: configmap kube-system/coredns
# symptom: CoreDNS crashes
# wait: 55
. "${BASH_SOURCE[0]%/*}/lib.sh"
on() { cf_save; { cat "$S/Corefile.orig"; printf '.:53 {\n    errors\n    forward . 198.51.100.53\n}\n'; } > "$S/Corefile.new"; cf_put "$S/Corefile.new"; dns_restart; }
off() { uncf; }
