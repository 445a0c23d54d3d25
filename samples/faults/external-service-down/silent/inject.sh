# fault: external-service-down
# subject: 198.51.100.10:80
# wait: 28
on() { node wan ip addr del 198.51.100.10/24 dev eth0; node wan ip addr add 198.51.100.9/24 dev eth0; node wan ip route replace default via 198.51.100.1; }
off() { node wan ip addr add 198.51.100.10/24 dev eth0; node wan ip addr del 198.51.100.9/24 dev eth0; node wan ip route replace default via 198.51.100.1; }
