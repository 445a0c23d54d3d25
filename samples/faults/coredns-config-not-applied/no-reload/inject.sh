# fault: coredns-config-not-applied
# subject: configmap kube-system/coredns
# symptom: the new stub zone does not work
# wait: 150
K() { kubectl -n kube-system "$@"; }
cf_save() { [ -s "$S/Corefile.orig" ] || K get cm coredns -o 'jsonpath={.data.Corefile}' > "$S/Corefile.orig"; }
cf_put() { jq -Rs '{apiVersion:"v1",kind:"ConfigMap",metadata:{name:"coredns",namespace:"kube-system"},data:{Corefile:.}}' "$1" | kubectl apply -f - 2>/dev/null; }
cf() { cf_save; sed -E "$@" "$S/Corefile.orig" > "$S/Corefile.new"; cf_put "$S/Corefile.new"; }
uncf() { cf_put "$S/Corefile.orig"; rm -f "$S/Corefile.orig"; dns_restart; }
dns_restart() { K delete pod -l k8s-app=kube-dns --wait=false; }
on() { cf '/^ *reload/d'; dns_restart; sleep 30; { cat "$S/Corefile.new"; printf 'corp.internal:53 {\n    errors\n    forward . 198.51.100.53\n}\n'; } > "$S/Corefile.new2"; cf_put "$S/Corefile.new2"; }
off() { uncf; }
