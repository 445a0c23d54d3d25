# fault: ephemeral-range-overlaps-nodeports
# subject: node w1
# wait: 30
on() { node w1 sh -c 'echo "net.ipv4.ip_local_port_range = 1024 65535" > /etc/sysctl.d/50-ports.conf; sysctl -p /etc/sysctl.d/50-ports.conf'; }
off() { node w1 sh -c 'rm /etc/sysctl.d/50-ports.conf; sysctl -w net.ipv4.ip_local_port_range="32768 60999"'; }
