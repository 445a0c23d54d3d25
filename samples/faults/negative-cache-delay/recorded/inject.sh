# fault: negative-cache-delay
# subject: name late.shop.svc.cluster.local
# symptom: no such host although the Service exists
# wait: 40
K() { kubectl -n kube-system "$@"; }
cf_save() { [ -s "$S/Corefile.orig" ] || K get cm coredns -o 'jsonpath={.data.Corefile}' > "$S/Corefile.orig"; }
cf_put() { jq -Rs '{apiVersion:"v1",kind:"ConfigMap",metadata:{name:"coredns",namespace:"kube-system"},data:{Corefile:.}}' "$1" | kubectl apply -f - 2>/dev/null; }
cf() { cf_save; sed -E "$@" "$S/Corefile.orig" > "$S/Corefile.new"; cf_put "$S/Corefile.new"; }
uncf() { cf_put "$S/Corefile.orig"; rm -f "$S/Corefile.orig"; dns_restart; }
dns_restart() { K delete pod -l k8s-app=kube-dns --wait=false; }
ns() { kubectl create namespace $1 2>/dev/null || true; }
svc() { jq -n --arg ns "$1" --arg n "$2" --argjson s "$3" '{apiVersion:"v1",kind:"Service",metadata:{name:$n,namespace:$ns},spec:$s}' | kubectl apply -f -; }
urls() { kubectl -n shop set env daemonset/client URLS="$1" ${2:+NAMES="$2"}; }
unurls() { kubectl -n shop rollout undo daemonset/client; }
ALL="http://frontend/hostname http://cart.shop.svc.cluster.local:8000/hostname http://db-0.db:5432/hostname http://www.example.com/"
on() {
  cf -e 's,cache 30 \{,cache 30 {\n       denial 9984 3600 3600,' -e '/disable denial/d'; dns_restart; sleep 20
  urls "$ALL http://late/hostname"; sleep 20
  svc shop late '{"selector":{"app":"frontend"},"ports":[{"port":80,"targetPort":8080}]}'
}
off() { unurls; kubectl -n shop delete svc late; uncf; }
