# fault: http-proxy-env-captures-cluster
# subject: pods of shop/client
# symptom: cluster URLs fail
# wait: 35
. "${BASH_SOURCE[0]%/*}/lib.sh"
on() { kubectl -n shop set env daemonset/client HTTP_PROXY=http://198.51.100.10:3128 HTTPS_PROXY=http://198.51.100.10:3128 NO_PROXY=localhost,127.0.0.1; }
off() { unurls; }
