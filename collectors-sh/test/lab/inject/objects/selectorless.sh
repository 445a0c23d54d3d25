# fault: svc-selectorless-without-endpoints
# subject: service shop/oracle
# symptom: oracle refused
# wait: 30
. "${BASH_SOURCE[0]%/*}/lib.sh"
on() { svc shop oracle '{"ports":[{"port":1521}]}'; cl shop oraclient "http://oracle:1521/"; }
off() { kubectl -n shop delete svc oracle; kubectl -n shop delete deployment oraclient; }
