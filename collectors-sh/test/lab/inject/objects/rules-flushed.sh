# fault: service-rules-missing
# subject: node w1, service shop/cart
# symptom: cart times out from w1
# wait: 40
. "${BASH_SOURCE[0]%/*}/lib.sh"
on() { ip=$(kubectl -n shop get svc cart -o 'jsonpath={.spec.clusterIP}'); node w1 sh -c "iptables-save -t nat | grep -- '-A KUBE-SERVICES -d $ip/32' | sed 's/^-A/-D/' | while read -r l; do eval iptables -t nat \$l; done"; }
off() { K delete $(kp_pod w1); }
