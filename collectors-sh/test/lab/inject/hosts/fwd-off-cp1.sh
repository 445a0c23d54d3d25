# fault: ip-forward-disabled
# subject: node w1
# wait: 28
on() { node w1 sh -c 'mkdir -p /etc/sysctl.d; echo "net.ipv4.ip_forward = 0" > /etc/sysctl.d/99-zz-hardening.conf; sysctl -p /etc/sysctl.d/99-zz-hardening.conf'; }
off() { node w1 sh -c 'rm /etc/sysctl.d/99-zz-hardening.conf; sysctl -w net.ipv4.ip_forward=1'; }
