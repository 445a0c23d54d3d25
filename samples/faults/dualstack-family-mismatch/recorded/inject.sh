# fault: dualstack-family-mismatch
# subject: service shop/frontend6
# symptom: the Service has an IPv6 address, its pods have none
# wait: 50
ns() { kubectl create namespace $1 2>/dev/null || true; }
svc() { jq -n --arg ns "$1" --arg n "$2" --argjson s "$3" '{apiVersion:"v1",kind:"Service",metadata:{name:$n,namespace:$ns},spec:$s}' | kubectl apply -f -; }
urls() { kubectl -n shop set env daemonset/client URLS="$1" ${2:+NAMES="$2"}; }
unurls() { kubectl -n shop rollout undo daemonset/client; }
ALL="http://frontend/hostname http://cart.shop.svc.cluster.local:8000/hostname http://db-0.db:5432/hostname http://www.example.com/"
mani() { cp "$S/nodes/cp1/etc/kubernetes/manifests/$1.yaml" "$S/$1.yaml.orig"; sed -E "${@:2}" "$S/$1.yaml.orig" > "$S/$1.new"; cp "$S/$1.new" "$S/nodes/cp1/etc/kubernetes/manifests/$1.yaml"; }
unmani() { cp "$S/$1.yaml.orig" "$S/nodes/cp1/etc/kubernetes/manifests/$1.yaml"; sleep ${2:-25}; }
on() {
  mani kube-apiserver 's,(--service-cluster-ip-range=[^ ]*),\1\,fd00:10:96::/112,'; sleep 45
  svc shop frontend6 '{"ipFamilyPolicy":"SingleStack","ipFamilies":["IPv6"],"selector":{"app":"frontend"},"ports":[{"port":80,"targetPort":8080}]}'
  urls "$ALL http://frontend6/hostname"
}
off() { unurls; kubectl -n shop delete svc frontend6; unmani kube-apiserver 60; }
