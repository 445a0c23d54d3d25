# fault: mesh-iptables-residue
# subject: pod shop/cart on w1
# wait: 28
on() { p=$(node w1 crictl pods --state ready --name cart -q | head -1); pid=$(node w1 crictl inspectp -o json $p | python3 -c 'import json,sys; print(json.load(sys.stdin)["info"]["pid"])')
 node w1 nsenter -t $pid -n sh -c 'iptables -t nat -N ISTIO_INBOUND; iptables -t nat -N ISTIO_IN_REDIRECT; iptables -t nat -N ISTIO_OUTPUT; iptables -t nat -N ISTIO_REDIRECT; iptables -t nat -A ISTIO_IN_REDIRECT -p tcp -j REDIRECT --to-ports 15006; iptables -t nat -A ISTIO_INBOUND -p tcp -m tcp --dport 15008 -j RETURN; iptables -t nat -A ISTIO_INBOUND -p tcp -j ISTIO_IN_REDIRECT; iptables -t nat -A ISTIO_REDIRECT -p tcp -j REDIRECT --to-ports 15001; iptables -t nat -A ISTIO_OUTPUT -m owner --uid-owner 1337 -j RETURN; iptables -t nat -A ISTIO_OUTPUT -d 127.0.0.1/32 -j RETURN; iptables -t nat -A ISTIO_OUTPUT -j ISTIO_REDIRECT; iptables -t nat -A PREROUTING -p tcp -j ISTIO_INBOUND; iptables -t nat -A OUTPUT -p tcp -j ISTIO_OUTPUT'; }
off() { kubectl -n shop delete pod -l app=cart; }
