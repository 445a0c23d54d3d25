# fault: app-privileged-port-denied
# subject: pod of shop/web port 80
# symptom: web crashes
# wait: 45
. "${BASH_SOURCE[0]%/*}/lib.sh"
on() { dep shop web 2 '["netexec","--http-port=80"]' '[{"name":"http","containerPort":80}]' '{"securityContext":{"runAsUser":1000,"capabilities":{"drop":["ALL"]}}}' '{"securityContext":{"sysctls":[{"name":"net.ipv4.ip_unprivileged_port_start","value":"1024"}]}}'; svc shop web '{"selector":{"app":"web"},"ports":[{"port":80}]}'; cl shop webc "http://web/"; }
off() { kubectl -n shop delete deployment web webc; kubectl -n shop delete svc web; }
