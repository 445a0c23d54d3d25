# fault: resolvconf-limits-exceeded
# subject: node w2, /etc/resolv.conf with 31 search domains
# symptom: short names of the last search domain do not resolve on w2
# wait: 50
cl() { # cl NAMESPACE NAME REPLICAS URLS NAMES [more pod spec as JSON]: a client that calls URLs every four seconds
  local x=${6:-}; [ -n "$x" ] || x='{}'
  jq -n --arg ns "$1" --arg n "$2" --argjson r "$3" --arg u "$4" --arg m "$5" --argjson x "$x" '{apiVersion:"apps/v1",kind:"Deployment",metadata:{name:$n,namespace:$ns},spec:{replicas:$r,selector:{matchLabels:{app:$n}},template:{metadata:{labels:{app:$n}},spec:({terminationGracePeriodSeconds:1,containers:[{name:$n,image:"registry.example.com/shop/client:1.4",env:[{name:"PERIOD",value:"4s"},{name:"URLS",value:$u},{name:"NAMES",value:$m}]}]}+$x)}}}' | kubectl apply -f -
}
on() { # the domain that matters stands last and is cut off
  cp "$S/nodes/w2/etc/resolv.conf" "$S/w2.resolv.blind"
  { echo 'nameserver 198.51.100.53'; printf 'search'; i=1; while [ $i -le 30 ]; do printf ' site%s.corp.example' $i; i=$((i+1)); done; echo ' example.com'; } > "$S/nodes/w2/etc/resolv.conf"
  kubectl create namespace intranet; cl intranet wiki-sync 1 "http://www/ http://www.example.com./" "" '{"nodeName":"w2"}'
}
off() { set +e; cat "$S/w2.resolv.blind" > "$S/nodes/w2/etc/resolv.conf"; kubectl delete namespace intranet --wait=true --timeout=90s; }
