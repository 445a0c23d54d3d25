# fault: svc-named-port-missing
# subject: service shop/cart, targetPort http-api
# symptom: requests to cart are refused though its pods are ready
# wait: 35
on() { kubectl -n shop patch service cart --type json -p '[{"op":"replace","path":"/spec/ports/0/targetPort","value":"http-api"}]'; }
off() { kubectl -n shop patch service cart --type json -p '[{"op":"replace","path":"/spec/ports/0/targetPort","value":"api"}]'; }
