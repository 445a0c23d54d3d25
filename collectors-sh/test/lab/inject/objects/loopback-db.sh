# fault: app-loopback-only
# subject: pods of shop/db port 5432
# symptom: db refused
# wait: 40
. "${BASH_SOURCE[0]%/*}/lib.sh"
on() { kubectl -n shop patch statefulset db --type json -p '[{"op":"replace","path":"/spec/template/spec/containers/0/image","value":"docker.io/library/busybox:1.36.1"},{"op":"replace","path":"/spec/template/spec/containers/0/args","value":["httpd","-f","-p","127.0.0.1:5432"]}]'; kubectl -n shop delete pod db-0 db-1 --force; }
off() { kubectl -n shop rollout undo sts db; kubectl -n shop delete pod db-0 db-1 --force; }
