# fault: link-down
# subject: node w1, eth0 loses its carrier again and again (14 s of every 26 s)
# symptom: everything to and from w1 comes and goes
# wait: 80
on() { # a loose cable: the switch side goes down and up
  (setsid ip netns exec "$NS-fabric" sh -c 'while :; do ip link set v-w1 down; sleep 14; ip link set v-w1 up; sleep 12; done' >/dev/null 2>&1 </dev/null & echo $! > "$S/flap.pid")
}
off() { set +e; kill -TERM -"$(cat "$S/flap.pid")"; rm -f "$S/flap.pid"; node fabric ip link set v-w1 up; sleep 15; true; }
