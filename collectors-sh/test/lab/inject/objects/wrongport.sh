# fault: client-asks-wrong-port
# subject: client asks cart:80
# symptom: cart times out
# wait: 35
. "${BASH_SOURCE[0]%/*}/lib.sh"
on() { urls "http://frontend/hostname http://cart.shop.svc.cluster.local/hostname http://www.example.com/"; }
off() { unurls; }
