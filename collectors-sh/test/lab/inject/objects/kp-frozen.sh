# fault: kube-proxy-rules-stale
# subject: node w2, service shop/cart
# symptom: cart fails from w2
# wait: 75
. "${BASH_SOURCE[0]%/*}/lib.sh"
on() { node w2 sh -c 'kill -STOP $(pgrep -x kube-proxy)'; kubectl -n shop delete pod -l app=cart; }
off() { node w2 sh -c 'kill -CONT $(pgrep -x kube-proxy)'; }
