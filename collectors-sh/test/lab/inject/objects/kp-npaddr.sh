# fault: kube-proxy-nodeport-addresses
# subject: nodePortAddresses 10.9.0.0/16
# symptom: NodePorts unreachable
# wait: 45
. "${BASH_SOURCE[0]%/*}/lib.sh"
on() { kp 's,^nodePortAddresses: .*,nodePortAddresses: ["10.9.0.0/16"],'; }
off() { unkp; }
