# fault: coredns-max-concurrent
# subject: coredns forward max_concurrent 2
# symptom: outside names fail now and then
# wait: 60
. "${BASH_SOURCE[0]%/*}/lib.sh"
on() { cf 's/max_concurrent 1000/max_concurrent 2/'; dns_restart; node wan tc qdisc add dev eth0 root netem delay 400ms; dep shop crawler 3 '[]' '[]' '{"image":"docker.io/library/busybox:1.36.1","command":["sh","-c","i=0; while :; do i=$((i+1)); for j in 1 2 3 4; do nslookup h$i-$j.example.com. >/dev/null 2>&1 & done; sleep 1; done"]}'; }
off() { node wan tc qdisc del dev eth0 root; uncf; kubectl -n shop delete deployment crawler; }
