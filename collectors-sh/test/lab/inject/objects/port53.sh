# fault: host-port-53-conflict
# subject: node w1/w2 port 53
# symptom: CoreDNS on the host network cannot bind
# wait: 60
. "${BASH_SOURCE[0]%/*}/lib.sh"
on() { for n in w1 w2 cp1; do node $n sh -c 'cd /root; printf ".:53 {\n bind 0.0.0.0\n forward . 198.51.100.53\n}\n" > dm.conf; setsid coredns -conf dm.conf >/dev/null 2>&1 & echo $! > /run/dm.pid'; done
  K patch deployment coredns -p '{"spec":{"template":{"spec":{"hostNetwork":true}}}}'; sleep 2; dns_restart; }
off() { for n in w1 w2 cp1; do node $n sh -c 'kill $(cat /run/dm.pid)'; done; K rollout undo deployment coredns; K rollout status deployment coredns --timeout=60s; }
