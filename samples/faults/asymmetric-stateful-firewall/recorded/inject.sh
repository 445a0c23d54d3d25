# fault: asymmetric-stateful-firewall
# subject: nodes -> 198.51.100.10: requests by 172.30.0.1, answers straight from 172.30.0.200
# symptom: TCP to the outside opens and then hangs; UDP works
# wait: 45
cl() { # cl NAMESPACE NAME REPLICAS URLS NAMES [more pod spec as JSON]: a client that calls URLs every four seconds
  local x=${6:-}; [ -n "$x" ] || x='{}'
  jq -n --arg ns "$1" --arg n "$2" --argjson r "$3" --arg u "$4" --arg m "$5" --argjson x "$x" '{apiVersion:"apps/v1",kind:"Deployment",metadata:{name:$n,namespace:$ns},spec:{replicas:$r,selector:{matchLabels:{app:$n}},template:{metadata:{labels:{app:$n}},spec:({terminationGracePeriodSeconds:1,containers:[{name:$n,image:"registry.example.com/shop/client:1.4",env:[{name:"PERIOD",value:"4s"},{name:"URLS",value:$u},{name:"NAMES",value:$m}]}]}+$x)}}}' | kubectl apply -f -
}
on() { # the server got a second leg in the node network; the firewall sees only what the nodes send
  node fabric ip link add v-wan2 type veth peer name eth1 netns "$NS-wan"
  node fabric sh -c 'ip link set v-wan2 master br0; ip link set v-wan2 up'
  node wan sh -c 'for f in all default eth0 eth1; do sysctl -qw net.ipv4.conf.$f.rp_filter=0; done; ip addr add 172.30.0.200/24 dev eth1; ip link set eth1 up'
  node fabric sh -c 'iptables -t nat -I POSTROUTING -s 172.30.0.0/24 -d 198.51.100.0/24 -j ACCEPT; iptables -I FORWARD -m conntrack --ctstate INVALID -j DROP; conntrack -F' || true
  kubectl create namespace payments; cl payments gateway 2 http://198.51.100.10/ ''
}
off() { set +e; kubectl delete namespace payments --wait=true --timeout=90s; node fabric sh -c 'iptables -t nat -D POSTROUTING -s 172.30.0.0/24 -d 198.51.100.0/24 -j ACCEPT; iptables -D FORWARD -m conntrack --ctstate INVALID -j DROP; ip link del v-wan2; conntrack -F'; for n in cp1 w1 w2 wan; do node $n ip neigh flush dev eth0; done; true; }
