# fault: duplicate-node-ip
# subject: 172.30.0.21 (node w1) is also on the router
# symptom: traffic to w1 comes and goes; w1 flaps
# wait: 80
on() { # a service address that was picked without asking
  node fabric ip addr add 172.30.0.21/32 dev br0
  (setsid ip netns exec "$NS-fabric" sh -c 'while sleep 2; do busybox arping -U -c 1 -I br0 172.30.0.21; done' >/dev/null 2>&1 </dev/null & echo $! > "$S/dupip.pid")
}
off() { set +e; kill -TERM -"$(cat "$S/dupip.pid")"; node fabric ip addr del 172.30.0.21/32 dev br0; node w1 busybox arping -U -c 2 -I eth0 172.30.0.21; for n in cp1 w2 fabric; do node $n sh -c 'ip neigh flush to 172.30.0.21'; done; sleep 10; true; }
