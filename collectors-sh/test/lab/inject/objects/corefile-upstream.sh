# fault: coredns-proxy-plugin-removed
# subject: configmap kube-system/coredns
# symptom: CoreDNS crashes
# wait: 55
. "${BASH_SOURCE[0]%/*}/lib.sh"
on() { cf 's/^( *)pods insecure/\1pods insecure\n\1upstream/'; dns_restart; }
off() { uncf; }
