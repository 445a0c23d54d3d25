# fault: pod-dns-config-wrong
# subject: pod of shop/report
# symptom: names fail in one workload
# wait: 40
. "${BASH_SOURCE[0]%/*}/lib.sh"
on() { cl shop report "http://cart.shop.svc.cluster.local:8000/" "www.example.com" '{"dnsPolicy":"None","dnsConfig":{"nameservers":["10.0.0.2"],"searches":["shop.svc.cluster.local"]}}'; }
off() { kubectl -n shop delete deployment report; }
