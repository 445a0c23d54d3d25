# fault: client-asks-wrong-port
# subject: client asks frontend:8080
# symptom: times out
# wait: 35
. "${BASH_SOURCE[0]%/*}/lib.sh"
on() { urls "http://frontend:8080/hostname http://cart.shop.svc.cluster.local:8000/hostname http://www.example.com/"; }
off() { unurls; }
