# fault: kube-proxy-kubeconfig-bad
# subject: server https://10.96.0.1:443
# symptom: rules are not written
# wait: 60
. "${BASH_SOURCE[0]%/*}/lib.sh"
on() { kpc 's,server: .*,server: https://10.96.0.1:443,'; node w1 sh -c 'iptables-save -t nat | grep -v KUBE | iptables-restore -T nat'; }
off() { unkp; }
