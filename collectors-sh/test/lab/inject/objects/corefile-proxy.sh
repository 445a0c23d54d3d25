# fault: coredns-proxy-plugin-removed
# subject: configmap kube-system/coredns
# symptom: CoreDNS crashes
# wait: 55
. "${BASH_SOURCE[0]%/*}/lib.sh"
on() { cf 's/forward \. \S+ \{/proxy . \/etc\/resolv.conf {/; s/^ *max_concurrent.*$//'; dns_restart; }
off() { uncf; }
