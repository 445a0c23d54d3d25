# fault: svc-targetport-mismatch
# subject: service shop/pay port admin
# symptom: admin port refused, api works
# wait: 35
. "${BASH_SOURCE[0]%/*}/lib.sh"
on() { dep shop pay 2 '["netexec","--http-port=8443"]' '[{"name":"api","containerPort":8443}]'; svc shop pay '{"selector":{"app":"pay"},"ports":[{"name":"api","port":443,"targetPort":8443},{"name":"admin","port":9901,"targetPort":9901}]}'; cl shop payer "http://pay:443/hostname http://pay:9901/stats"; }
off() { kubectl -n shop delete deployment pay payer; kubectl -n shop delete svc pay; }
