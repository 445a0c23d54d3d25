# fault: ingress-class-missing
# subject: ingress shop/shop
# symptom: 404 / nothing
# wait: 30
. "${BASH_SOURCE[0]%/*}/lib.sh"
on() { kubectl -n shop create ingress shop --class=nginx --rule='shop.example.com/*=frontend:80'; }
off() { kubectl -n shop delete ingress shop; }
