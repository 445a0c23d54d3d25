# fault: probe-misconfigured
# subject: pods of shop/cart, liveness 8443
# symptom: cart restarts again and again
# wait: 70
on() { kubectl -n shop patch deployment cart --type json -p '[{"op":"add","path":"/spec/template/spec/containers/0/livenessProbe","value":{"tcpSocket":{"port":8443},"periodSeconds":3,"failureThreshold":2}}]'; }
off() { kubectl -n shop rollout undo deployment cart; kubectl -n shop rollout status deployment cart --timeout=60s; }
