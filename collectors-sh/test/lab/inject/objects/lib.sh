K() { kubectl -n kube-system "$@"; }
cf_save() { [ -s "$S/Corefile.orig" ] || K get cm coredns -o 'jsonpath={.data.Corefile}' > "$S/Corefile.orig"; }
cf_put() { jq -Rs '{apiVersion:"v1",kind:"ConfigMap",metadata:{name:"coredns",namespace:"kube-system"},data:{Corefile:.}}' "$1" | kubectl apply -f - 2>/dev/null; }
cf() { cf_save; sed -E "$@" "$S/Corefile.orig" > "$S/Corefile.new"; cf_put "$S/Corefile.new"; }
uncf() { cf_put "$S/Corefile.orig"; rm -f "$S/Corefile.orig"; dns_restart; }
dns_restart() { K delete pod -l k8s-app=kube-dns --wait=false; }
kp_save() { [ -s "$S/kp.orig" ] || K get cm kube-proxy -o json | jq 'del(.metadata.resourceVersion,.metadata.uid,.metadata.creationTimestamp,.metadata.managedFields)' > "$S/kp.orig"; }
kp() { kp_save; jq -r '.data["config.conf"]' "$S/kp.orig" | sed -E "$@" > "$S/kp.conf"; jq --rawfile c "$S/kp.conf" '.data["config.conf"]=$c' "$S/kp.orig" | kubectl replace -f -; kp_restart; }
kpc() { kp_save; jq -r '.data["kubeconfig.conf"]' "$S/kp.orig" | sed -E "$@" > "$S/kp.conf"; jq --rawfile c "$S/kp.conf" '.data["kubeconfig.conf"]=$c' "$S/kp.orig" | kubectl replace -f -; kp_restart; }
unkp() { kubectl replace -f - < "$S/kp.orig"; rm -f "$S/kp.orig"; kp_restart; }
kp_restart() { K delete pod -l k8s-app=kube-proxy --wait=false; }
kp_pod() { K get pod -l k8s-app=kube-proxy --field-selector spec.nodeName=$1 -o name; }
klet() { local n=$1; shift; cp "$S/nodes/$n/var/lib/kubelet/config.yaml" "$S/$n.kubelet"; sed -i -E "$@" "$S/nodes/$n/var/lib/kubelet/config.yaml"; klet_restart $n; }
unklet() { cp "$S/$1.kubelet" "$S/nodes/$1/var/lib/kubelet/config.yaml"; klet_restart $1; }
klet_restart() { node $1 sh -c 'kill $(cat /run/kubelet.pid)'; sleep 6; }
recl() { kubectl -n shop delete pod -l app=client ${1:+--field-selector spec.nodeName=$1} --wait=false; }
ns() { kubectl create namespace $1 2>/dev/null || true; }
unns() { kubectl delete namespace $1 --wait=true --timeout=60s; }
# cl NS NAME URLS [NAMES] [extra pod spec json]
cl() { jq -n --arg ns "$1" --arg n "$2" --arg u "$3" --arg m "${4:-}" --argjson x "${5:-{\}}" '{apiVersion:"apps/v1",kind:"Deployment",metadata:{name:$n,namespace:$ns},spec:{replicas:1,selector:{matchLabels:{app:$n}},template:{metadata:{labels:{app:$n}},spec:({terminationGracePeriodSeconds:1,containers:[{name:$n,image:"registry.example.com/shop/client:1.4",env:[{name:"PERIOD",value:"4s"},{name:"URLS",value:$u},{name:"NAMES",value:$m}]}]}+$x)}}}' | kubectl apply -f -; }
# dep NS NAME REPLICAS "args json array" ["ports json"] [extra container json] [extra pod json]
dep() { jq -n --arg ns "$1" --arg n "$2" --argjson r "$3" --argjson a "$4" --argjson p "${5:-[]}" --argjson c "${6:-{\}}" --argjson x "${7:-{\}}" '{apiVersion:"apps/v1",kind:"Deployment",metadata:{name:$n,namespace:$ns},spec:{replicas:$r,selector:{matchLabels:{app:$n}},template:{metadata:{labels:{app:$n}},spec:({terminationGracePeriodSeconds:1,containers:[({name:$n,image:"registry.k8s.io/e2e-test-images/agnhost:2.53",args:$a,ports:$p}+$c)]}+$x)}}}' | kubectl apply -f -; }
# svc NS NAME 'spec json'
svc() { jq -n --arg ns "$1" --arg n "$2" --argjson s "$3" '{apiVersion:"v1",kind:"Service",metadata:{name:$n,namespace:$ns},spec:$s}' | kubectl apply -f -; }
urls() { kubectl -n shop set env daemonset/client URLS="$1" ${2:+NAMES="$2"}; }
unurls() { kubectl -n shop rollout undo daemonset/client; }
ALL="http://frontend/hostname http://cart.shop.svc.cluster.local:8000/hostname http://db-0.db:5432/hostname http://www.example.com/"
mani() { cp "$S/nodes/cp1/etc/kubernetes/manifests/$1.yaml" "$S/$1.yaml.orig"; sed -E "${@:2}" "$S/$1.yaml.orig" > "$S/$1.new"; cp "$S/$1.new" "$S/nodes/cp1/etc/kubernetes/manifests/$1.yaml"; }
unmani() { cp "$S/$1.yaml.orig" "$S/nodes/cp1/etc/kubernetes/manifests/$1.yaml"; sleep ${2:-25}; }
expired() { local d=$S/nodes/cp1/etc/kubernetes/pki w; w=$(mktemp -d); : > $w/index.txt; printf '[ca]\ndefault_ca=x\n[x]\ndatabase=%s/index.txt\nnew_certs_dir=%s\ndefault_md=sha256\npolicy=p\nx509_extensions=e\nunique_subject=no\nrand_serial=yes\n[p]\norganizationName=optional\ncommonName=supplied\n[e]\n' $w $w > $w/cnf; cat "$2" >> $w/cnf; openssl ca -batch -config $w/cnf -cert $d/ca.crt -keyfile $d/ca.key -in "$1" -out "$3" -startdate 20250101000000Z -enddate 20261129000000Z -notext 2>$w/err || cat $w/err; }
