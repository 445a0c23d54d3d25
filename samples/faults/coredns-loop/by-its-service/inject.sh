# fault: coredns-loop
# subject: Corefile forward . 10.96.0.10
# symptom: CoreDNS crashes again and again
# wait: 75
K() { kubectl -n kube-system "$@"; }
cf_put() { jq -Rs '{apiVersion:"v1",kind:"ConfigMap",metadata:{name:"coredns",namespace:"kube-system"},data:{Corefile:.}}' "$1" | kubectl apply -f -; }
cf() { K get cm coredns -o 'jsonpath={.data.Corefile}' > "$S/Corefile.blind"; sed -E "$@" "$S/Corefile.blind" > "$S/Corefile.blind.new"; cf_put "$S/Corefile.blind.new"; }
dns_restart() { K delete pod -l k8s-app=kube-dns --wait=false; }
on() { cf 's,forward \. /etc/resolv.conf,forward . 10.96.0.10,'; dns_restart; }
off() { set +e; cf_put "$S/Corefile.blind"; dns_restart; sleep 15; true; }
