# fault: service-link-env-collision
# subject: service shop/app, pods of shop/app
# symptom: app crashes
# wait: 40
. "${BASH_SOURCE[0]%/*}/lib.sh"
on() { svc shop app '{"selector":{"app":"app"},"ports":[{"port":9090}]}'; sleep 1; dep shop app 1 '["netexec","--http-port=$(APP_PORT)"]' '[{"containerPort":9090}]'; }
off() { kubectl -n shop delete deployment app; kubectl -n shop delete svc app; }
