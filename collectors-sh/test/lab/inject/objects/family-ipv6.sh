# fault: dualstack-family-mismatch
# subject: service shop/frontend6
# symptom: the Service has an IPv6 address, its pods have none
# wait: 50
. "${BASH_SOURCE[0]%/*}/lib.sh"
on() {
  mani kube-apiserver 's,(--service-cluster-ip-range=[^ ]*),\1\,fd00:10:96::/112,'; sleep 45
  svc shop frontend6 '{"ipFamilyPolicy":"SingleStack","ipFamilies":["IPv6"],"selector":{"app":"frontend"},"ports":[{"port":80,"targetPort":8080}]}'
  urls "$ALL http://frontend6/hostname"
}
off() { unurls; kubectl -n shop delete svc frontend6; unmani kube-apiserver 60; }
