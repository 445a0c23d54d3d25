# fault: dns-hosts-or-rewrite-override
# subject: rewrite of cart.shop.svc.cluster.local
# symptom: cart fails
# wait: 45
. "${BASH_SOURCE[0]%/*}/lib.sh"
on() { cf 's/^( *)ready/\1ready\n\1rewrite name cart.shop.svc.cluster.local basket.shop.svc.cluster.local/'; dns_restart; }
off() { uncf; }
