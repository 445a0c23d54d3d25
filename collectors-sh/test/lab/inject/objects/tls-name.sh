# fault: tls-sni-or-host-mismatch
# subject: client asks https://pay, certificate for pay.example.com
# symptom: x509
# wait: 45
. "${BASH_SOURCE[0]%/*}/lib.sh"
on() { d=$(mktemp -d); openssl req -x509 -newkey rsa:2048 -nodes -days 30 -keyout $d/k -out $d/c -subj /CN=pay.example.com -addext subjectAltName=DNS:pay.example.com >/dev/null 2>&1; jq -n --rawfile k $d/k --rawfile c $d/c '{apiVersion:"v1",kind:"Secret",metadata:{name:"pay-tls",namespace:"shop"},stringData:{"tls.key":$k,"tls.crt":$c}}' | kubectl apply -f -
 dep shop pay 1 '["netexec","--http-port=8443","--tls-cert-file=/tls/tls.crt","--tls-private-key-file=/tls/tls.key"]' '[{"containerPort":8443}]' '{"volumeMounts":[{"name":"t","mountPath":"/tls"}]}' '{"volumes":[{"name":"t","secret":{"secretName":"pay-tls"}}]}'; svc shop pay '{"selector":{"app":"pay"},"ports":[{"port":443,"targetPort":8443}]}'
 cl shop payer "https://pay/hostname" "" '{"volumes":[{"name":"t","secret":{"secretName":"pay-tls"}}]}'; kubectl -n shop patch deployment payer --type json -p '[{"op":"add","path":"/spec/template/spec/containers/0/volumeMounts","value":[{"name":"t","mountPath":"/tls"}]},{"op":"add","path":"/spec/template/spec/containers/0/env/-","value":{"name":"SSL_CERT_FILE","value":"/tls/tls.crt"}}]'; }
off() { kubectl -n shop delete deployment pay payer; kubectl -n shop delete svc pay; kubectl -n shop delete secret pay-tls; }
