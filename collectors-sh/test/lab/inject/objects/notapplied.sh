# fault: coredns-config-not-applied
# subject: configmap kube-system/coredns
# symptom: the new stub zone does not work
# wait: 150
. "${BASH_SOURCE[0]%/*}/lib.sh"
on() { cf '/^ *reload/d'; dns_restart; sleep 30; { cat "$S/Corefile.new"; printf 'corp.internal:53 {\n    errors\n    forward . 198.51.100.53\n}\n'; } > "$S/Corefile.new2"; cf_put "$S/Corefile.new2"; }
off() { uncf; }
