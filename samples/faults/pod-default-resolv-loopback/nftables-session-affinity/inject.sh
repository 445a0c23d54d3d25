# fault: pod-default-resolv-loopback
# subject: node w2, pods with dnsPolicy Default
# symptom: names fail in one pod
# wait: 40
ns() { kubectl create namespace $1 2>/dev/null || true; }
cl() { jq -n --arg ns "$1" --arg n "$2" --arg u "$3" --arg m "${4:-}" --argjson x "${5:-{\}}" '{apiVersion:"apps/v1",kind:"Deployment",metadata:{name:$n,namespace:$ns},spec:{replicas:1,selector:{matchLabels:{app:$n}},template:{metadata:{labels:{app:$n}},spec:({terminationGracePeriodSeconds:1,containers:[{name:$n,image:"registry.example.com/shop/client:1.4",env:[{name:"PERIOD",value:"4s"},{name:"URLS",value:$u},{name:"NAMES",value:$m}]}]}+$x)}}}' | kubectl apply -f -; }
on() { cp "$S/nodes/w2/etc/resolv.conf" "$S/w2.resolv"; printf 'nameserver 127.0.0.53\noptions edns0 trust-ad\n' > "$S/nodes/w2/etc/resolv.conf"; cl shop sync "http://www.example.com/" "" '{"dnsPolicy":"Default","nodeName":"w2"}'; }
off() { cp "$S/w2.resolv" "$S/nodes/w2/etc/resolv.conf"; kubectl -n shop delete deployment sync; }
