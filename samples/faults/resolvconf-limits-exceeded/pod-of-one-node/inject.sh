# fault: resolvconf-limits-exceeded
# subject: node w1
# symptom: the fourth server is dropped
# wait: 40
recl() { kubectl -n shop delete pod -l app=client ${1:+--field-selector spec.nodeName=$1} --wait=false; }
ns() { kubectl create namespace $1 2>/dev/null || true; }
cl() { jq -n --arg ns "$1" --arg n "$2" --arg u "$3" --arg m "${4:-}" --argjson x "${5:-{\}}" '{apiVersion:"apps/v1",kind:"Deployment",metadata:{name:$n,namespace:$ns},spec:{replicas:1,selector:{matchLabels:{app:$n}},template:{metadata:{labels:{app:$n}},spec:({terminationGracePeriodSeconds:1,containers:[{name:$n,image:"registry.example.com/shop/client:1.4",env:[{name:"PERIOD",value:"4s"},{name:"URLS",value:$u},{name:"NAMES",value:$m}]}]}+$x)}}}' | kubectl apply -f -; }
on() { cp "$S/nodes/w1/etc/resolv.conf" "$S/w1.resolv"; printf 'nameserver 198.51.100.61\nnameserver 198.51.100.62\nnameserver 198.51.100.63\nnameserver 198.51.100.53\nsearch corp.example\n' > "$S/nodes/w1/etc/resolv.conf"; cl shop legacy "http://www.example.com/" "" '{"dnsPolicy":"Default","nodeName":"w1"}'; recl w1; }
off() { cp "$S/w1.resolv" "$S/nodes/w1/etc/resolv.conf"; kubectl -n shop delete deployment legacy; recl w1; }
