# fault: svc-protocol-mismatch
# subject: service shop/syslog port 514 TCP
# symptom: refused
# wait: 40
. "${BASH_SOURCE[0]%/*}/lib.sh"
on() { dep shop syslog 2 '["netexec","--http-port=8080","--udp-port=5514"]' '[{"name":"syslog","containerPort":5514,"protocol":"UDP"}]'; svc shop syslog '{"selector":{"app":"syslog"},"ports":[{"name":"syslog","port":514,"targetPort":5514}]}'; cl shop shipper "http://syslog:514/"; }
off() { kubectl -n shop delete deployment syslog shipper; kubectl -n shop delete svc syslog; }
