# fault: kube-dns-service-misdefined
# subject: service kube-system/kube-dns
# symptom: no name resolves
# wait: 30
. "${BASH_SOURCE[0]%/*}/lib.sh"
on() { K patch service kube-dns --type json -p '[{"op":"replace","path":"/spec/ports/0/targetPort","value":5353}]'; }
off() { K patch service kube-dns --type json -p '[{"op":"replace","path":"/spec/ports/0/targetPort","value":53}]'; }
