# fault: http-proxy-env-captures-cluster
# subject: shop/client HTTP_PROXY
# wait: 28
on() { kubectl -n shop set env ds/client HTTP_PROXY=http://172.30.0.1:3128 HTTPS_PROXY=http://172.30.0.1:3128 NO_PROXY=localhost,127.0.0.1; kubectl -n shop rollout status ds client --timeout=60s; }
off() { kubectl -n shop rollout undo ds client; }
