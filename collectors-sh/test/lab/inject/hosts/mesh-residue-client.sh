# fault: mesh-iptables-residue
# subject: pod shop/client on w2 (linkerd)
# wait: 28
on() { p=$(node w2 crictl pods --state ready --name client -q | head -1); pid=$(node w2 crictl inspectp -o json $p | python3 -c 'import json,sys; print(json.load(sys.stdin)["info"]["pid"])')
 node w2 nsenter -t $pid -n sh -c 'iptables -t nat -N PROXY_INIT_OUTPUT; iptables -t nat -N PROXY_INIT_REDIRECT; iptables -t nat -A PROXY_INIT_OUTPUT -m owner --uid-owner 2102 -j RETURN; iptables -t nat -A PROXY_INIT_OUTPUT -o lo -j RETURN; iptables -t nat -A PROXY_INIT_OUTPUT -p tcp -j REDIRECT --to-ports 4140; iptables -t nat -A PROXY_INIT_REDIRECT -p tcp -j REDIRECT --to-ports 4143; iptables -t nat -A PREROUTING -j PROXY_INIT_REDIRECT; iptables -t nat -A OUTPUT -j PROXY_INIT_OUTPUT'; }
off() { kubectl -n shop delete pod -l app=client; }
