# fault: corporate-tls-interception
# subject: https to *.example.com, issuer Acme TLS Inspection CA
# symptom: x509: certificate signed by unknown authority for outside names; image pulls fail too
# wait: 55
cl() { # cl NAMESPACE NAME REPLICAS URLS NAMES [more pod spec as JSON]: a client that calls URLs every four seconds
  local x=${6:-}; [ -n "$x" ] || x='{}'
  jq -n --arg ns "$1" --arg n "$2" --argjson r "$3" --arg u "$4" --arg m "$5" --argjson x "$x" '{apiVersion:"apps/v1",kind:"Deployment",metadata:{name:$n,namespace:$ns},spec:{replicas:$r,selector:{matchLabels:{app:$n}},template:{metadata:{labels:{app:$n}},spec:({terminationGracePeriodSeconds:1,containers:[{name:$n,image:"registry.example.com/shop/client:1.4",env:[{name:"PERIOD",value:"4s"},{name:"URLS",value:$u},{name:"NAMES",value:$m}]}]}+$x)}}}' | kubectl apply -f -
}
on() { # the router hands port 443 to a proxy that signs for every name
  d=$S/mitm; mkdir -p "$d"
  openssl req -x509 -newkey rsa:2048 -nodes -days 3650 -keyout "$d/ca.key" -out "$d/ca.crt" -subj "/O=Acme Corp/CN=Acme TLS Inspection CA" >/dev/null 2>&1
  openssl req -newkey rsa:2048 -nodes -keyout "$d/s.key" -out "$d/s.csr" -subj "/CN=www.example.com" >/dev/null 2>&1
  printf 'subjectAltName=DNS:*.example.com,DNS:example.com\nextendedKeyUsage=serverAuth\n' > "$d/ext"
  openssl x509 -req -in "$d/s.csr" -CA "$d/ca.crt" -CAkey "$d/ca.key" -CAcreateserial -days 30 -extfile "$d/ext" -out "$d/s.crt" >/dev/null 2>&1
  cat "$d/s.crt" "$d/ca.crt" > "$d/chain.crt"
  (setsid ip netns exec "$NS-fabric" "$LAB/bin/agnhost" netexec --http-port=3129 --udp-port=3130 --tls-cert-file="$d/chain.crt" --tls-private-key-file="$d/s.key" >/dev/null 2>&1 </dev/null & echo $! > "$S/mitm.pid")
  node fabric iptables -t nat -I PREROUTING -i br0 -p tcp -d 198.51.100.0/24 --dport 443 -j REDIRECT --to-ports 3129
  kubectl create namespace invoicing
  cl invoicing exchange-rates 2 "https://api.example.com/hostname https://www.example.com/hostname" ""
  kubectl apply -f - <<'Y'
{apiVersion: apps/v1, kind: Deployment, metadata: {name: mailer, namespace: invoicing}, spec: {selector: {matchLabels: {app: mailer}}, template: {metadata: {labels: {app: mailer}}, spec: {containers: [{name: mailer, image: "www.example.com/acme/mailer:2.0"}]}}}}
Y
}
off() { set +e; node fabric iptables -t nat -D PREROUTING -i br0 -p tcp -d 198.51.100.0/24 --dport 443 -j REDIRECT --to-ports 3129; kill "$(cat "$S/mitm.pid")"; rm -rf "$S/mitm" "$S/mitm.pid"; kubectl delete namespace invoicing --wait=true --timeout=90s; }
