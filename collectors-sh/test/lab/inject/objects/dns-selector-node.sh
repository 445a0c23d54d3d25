# fault: coredns-unschedulable
# subject: coredns pods
# symptom: Pending
# wait: 45
. "${BASH_SOURCE[0]%/*}/lib.sh"
on() { K patch deployment coredns -p '{"spec":{"template":{"spec":{"nodeSelector":{"role":"infra"}}}}}'; sleep 2; dns_restart; }
off() { K patch deployment coredns --type json -p '[{"op":"remove","path":"/spec/template/spec/nodeSelector/role"}]'; dns_restart; }
