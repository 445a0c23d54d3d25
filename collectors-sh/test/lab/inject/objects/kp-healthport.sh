# fault: kube-proxy-not-listening
# subject: node w1 port 10256
# symptom: healthz does not answer
# wait: 50
. "${BASH_SOURCE[0]%/*}/lib.sh"
on() { node w1 sh -c 'sleep 1'; p=$(kp_pod w1); (node w1 sh -c 'for i in $(seq 200); do socat TCP-LISTEN:10256,fork,reuseaddr EXEC:/bin/true 2>/dev/null; sleep .1; done' >/dev/null 2>&1 & echo $! > $S/soc.pid); K delete $p --wait=true; }
off() { node w1 pkill -x socat || true; kill $(cat $S/soc.pid) || true; node w1 pkill -x socat || true; K delete $(kp_pod w1); }
