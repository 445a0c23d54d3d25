# fault: headless-no-ready-endpoints
# subject: service shop/db
# symptom: db names do not resolve
# wait: 45
. "${BASH_SOURCE[0]%/*}/lib.sh"
on() { kubectl -n shop patch statefulset db --type json -p '[{"op":"add","path":"/spec/template/spec/containers/0/readinessProbe","value":{"exec":{"command":["nslookup","db-1.db.shop.svc.cluster.local"]},"periodSeconds":4,"timeoutSeconds":3}}]'; kubectl -n shop delete pod db-0 db-1 --wait=false; }
off() { kubectl -n shop patch statefulset db --type json -p '[{"op":"remove","path":"/spec/template/spec/containers/0/readinessProbe"}]'; kubectl -n shop delete pod db-0 db-1 --wait=false --force; }
