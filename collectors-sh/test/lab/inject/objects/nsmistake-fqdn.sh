# fault: service-name-namespace-mistake
# subject: client asks for cart.store.svc.cluster.local
# symptom: no such host
# wait: 35
. "${BASH_SOURCE[0]%/*}/lib.sh"
on() { urls "http://frontend/hostname http://cart.store.svc.cluster.local:8000/hostname http://www.example.com/"; }
off() { unurls; }
