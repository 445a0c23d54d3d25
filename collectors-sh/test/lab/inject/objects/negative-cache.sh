# fault: negative-cache-delay
# subject: name late.shop.svc.cluster.local
# symptom: no such host although the Service exists
# wait: 40
. "${BASH_SOURCE[0]%/*}/lib.sh"
on() {
  cf -e 's,cache 30 \{,cache 30 {\n       denial 9984 3600 3600,' -e '/disable denial/d'; dns_restart; sleep 20
  urls "$ALL http://late/hostname"; sleep 20
  svc shop late '{"selector":{"app":"frontend"},"ports":[{"port":80,"targetPort":8080}]}'
}
off() { unurls; kubectl -n shop delete svc late; uncf; }
