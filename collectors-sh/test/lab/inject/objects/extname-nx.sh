# fault: externalname-invalid
# subject: service shop/erp externalName erp.nosuch.example.com
# symptom: erp does not resolve
# wait: 40
. "${BASH_SOURCE[0]%/*}/lib.sh"
on() { svc shop erp '{"type":"ExternalName","externalName":"erp.nosuch.example.com"}'; cl shop erpclient "http://erp/"; }
off() { kubectl -n shop delete svc erp; kubectl -n shop delete deployment erpclient; }
