# fault: pod-veth-broken
# subject: pod shop/db on w2 (its eth0 has no default route)
# wait: 28
on() { p=$(node w2 crictl pods --state ready --name 'db-' -q | head -1); pid=$(node w2 crictl inspectp -o json $p | python3 -c 'import json,sys; print(json.load(sys.stdin)["info"]["pid"])'); node w2 nsenter -t $pid -n ip route del default; }
off() { kubectl -n shop delete pod db-0 db-1; }
