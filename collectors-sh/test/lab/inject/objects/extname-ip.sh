# fault: externalname-invalid
# subject: service shop/erp externalName 198.51.100.10
# symptom: erp does not resolve
# wait: 35
. "${BASH_SOURCE[0]%/*}/lib.sh"
on() { svc shop erp '{"type":"ExternalName","externalName":"198.51.100.10"}'; cl shop erpclient "http://erp/"; }
off() { kubectl -n shop delete svc erp; kubectl -n shop delete deployment erpclient; }
