# fault: app-dns-cached-forever
# subject: shop/poller -> old address of db-0
# symptom: poller fails
# wait: 60
. "${BASH_SOURCE[0]%/*}/lib.sh"
on() { dep shop poller 1 '[]' '[]' '{"image":"docker.io/library/busybox:1.36.1","command":["sh","-c","ip=$(nslookup db-0.db.shop.svc.cluster.local | tail -n +3 | sed -n s/Address:.//p | head -1); echo using db at $ip; while :; do wget -q -T 3 -O - http://$ip:5432/hostname || echo $(date) request to $ip:5432 failed; sleep 3; done"]}'; kubectl -n shop rollout status deployment poller --timeout=40s; sleep 8; kubectl -n shop delete pod db-0 --force; }
off() { kubectl -n shop delete deployment poller; }
