# fault: ephemeral-port-exhaustion
# subject: pod shop/client on w1
# wait: 75
on() { p=$(node w1 crictl pods --state ready --name client -q | head -1); pid=$(node w1 crictl inspectp -o json $p | python3 -c 'import json,sys; print(json.load(sys.stdin)["info"]["pid"])'); node w1 nsenter -t $pid -n sysctl -w net.ipv4.ip_local_port_range="50000 50005"; }
off() { kubectl -n shop delete pod -l app=client; }
