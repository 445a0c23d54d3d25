# fault: stale-udp-conntrack
# subject: pod sender -> frontend:8081
# symptom: datagrams vanish
# wait: 20
. "${BASH_SOURCE[0]%/*}/lib.sh"
on() { dep shop sender 1 '[]' '[]' '{"image":"docker.io/library/busybox:1.36.1","command":["sh","-c","while :; do echo hostname | nc -u -w 1 -p 5555 $FRONTEND_SERVICE_HOST 8081; sleep 2; done"]}' '{"nodeName":"w1"}'; kubectl -n shop rollout status deployment sender --timeout=40s; a=$(kubectl -n shop get pod -l app=sender -o 'jsonpath={.items[0].status.podIP}'); v=$(kubectl -n shop get svc frontend -o 'jsonpath={.spec.clusterIP}'); node w1 sh -c "for i in 1 2 3 4 5 6; do conntrack -D -p udp --orig-port-src 5555 ; conntrack -I -p udp -s $a -d $v --sport 5555 --dport 8081 -r 10.244.2.199 -q $a --reply-port-src 8081 --reply-port-dst 5555 -t 180 && break; done"; }
off() { kubectl -n shop delete deployment sender; }
