# fault: statefulset-servicename-mismatch
# subject: statefulset shop/db, service shop/db not headless
# symptom: db-0.db does not resolve
# wait: 35
. "${BASH_SOURCE[0]%/*}/lib.sh"
on() { kubectl -n shop delete svc db; svc shop db '{"selector":{"app":"db"},"ports":[{"name":"sql","port":5432}]}'; }
off() { kubectl -n shop delete svc db; svc shop db '{"clusterIP":"None","selector":{"app":"db"},"ports":[{"name":"sql","port":5432}]}'; }
