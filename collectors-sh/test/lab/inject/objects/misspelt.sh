# fault: service-name-namespace-mistake
# subject: client asks for frontent
# symptom: no such host
# wait: 35
. "${BASH_SOURCE[0]%/*}/lib.sh"
on() { urls "http://frontent/hostname http://cart.shop.svc.cluster.local:8000/hostname http://www.example.com/"; }
off() { unurls; }
