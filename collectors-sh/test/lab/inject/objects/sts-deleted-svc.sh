# fault: statefulset-servicename-mismatch
# subject: statefulset shop/db, service shop/db
# symptom: db-0.db does not resolve
# wait: 40
. "${BASH_SOURCE[0]%/*}/lib.sh"
on() { kubectl -n shop delete svc db; }
off() { svc shop db '{"clusterIP":"None","selector":{"app":"db"},"ports":[{"name":"sql","port":5432}]}'; }
