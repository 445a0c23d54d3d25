# fault: dns-hosts-or-rewrite-override
# subject: template for example.com
# symptom: www.example.com wrong address
# wait: 45
K() { kubectl -n kube-system "$@"; }
cf_save() { [ -s "$S/Corefile.orig" ] || K get cm coredns -o 'jsonpath={.data.Corefile}' > "$S/Corefile.orig"; }
cf_put() { jq -Rs '{apiVersion:"v1",kind:"ConfigMap",metadata:{name:"coredns",namespace:"kube-system"},data:{Corefile:.}}' "$1" | kubectl apply -f - 2>/dev/null; }
cf() { cf_save; sed -E "$@" "$S/Corefile.orig" > "$S/Corefile.new"; cf_put "$S/Corefile.new"; }
uncf() { cf_put "$S/Corefile.orig"; rm -f "$S/Corefile.orig"; dns_restart; }
dns_restart() { K delete pod -l k8s-app=kube-dns --wait=false; }
on() { cf 's/^( *)ready/\1ready\n\1template IN A example.com {\n\1  answer "{{ .Name }} 60 IN A 10.255.0.9"\n\1}/'; dns_restart; }
off() { uncf; }
