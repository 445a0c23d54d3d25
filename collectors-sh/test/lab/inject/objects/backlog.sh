# fault: listen-backlog-overflow
# subject: pod of shop/slow port 8000
# symptom: connections hang
# wait: 60
. "${BASH_SOURCE[0]%/*}/lib.sh"
on() { dep shop slow 1 '[]' '[{"name":"http","containerPort":8000}]' '{"image":"docker.io/library/busybox:1.36.1","command":["sh","-c","httpd -f -p 8000 & p=$!; sleep 8; kill -STOP $p; wait"]}'; svc shop slow '{"selector":{"app":"slow"},"ports":[{"port":8000}]}'; cl shop slowc "http://slow:8000/a http://slow:8000/b"; kubectl -n shop scale deployment slowc --replicas=4; }
off() { kubectl -n shop delete deployment slow slowc; kubectl -n shop delete svc slow; }
