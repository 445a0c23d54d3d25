# fault: svc-targetport-mismatch
# subject: service shop/syslog UDP 514 -> 5140
# symptom: datagrams refused
# wait: 35
. "${BASH_SOURCE[0]%/*}/lib.sh"
on() { dep shop syslog 2 '["netexec","--http-port=8080","--udp-port=5514"]' '[{"name":"syslog","containerPort":5514,"protocol":"UDP"}]'; svc shop syslog '{"selector":{"app":"syslog"},"ports":[{"name":"syslog","port":514,"protocol":"UDP","targetPort":5140}]}'; dep shop shipper 1 '[]' '[]' '{"image":"docker.io/library/busybox:1.36.1","command":["sh","-c","while :; do echo hostname | nc -u -w 2 syslog 514 || echo no answer from syslog:514; sleep 3; done"]}'; }
off() { kubectl -n shop delete deployment syslog shipper; kubectl -n shop delete svc syslog; }
