# fault: kubelet-resolvconf-missing
# subject: node w1 /run/systemd/resolve/resolv.conf
# symptom: pods do not start on w1
# wait: 40
. "${BASH_SOURCE[0]%/*}/lib.sh"
on() { klet w1 's,^resolvConf:.*,resolvConf: /run/systemd/resolve/resolv.conf,'; recl w1; }
off() { unklet w1; recl w1; }
