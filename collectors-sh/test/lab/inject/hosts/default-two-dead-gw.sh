# fault: multiple-default-routes
# subject: node w2, eth0 and usb0
# wait: 28
on() { node w2 sh -c "ip link add usb0 type veth peer name usb0p; ip link set usb0p up; ip addr add 192.168.42.10/24 dev usb0; ip link set usb0 up; ip route del default; ip route add default via 172.30.0.1 dev eth0 proto dhcp metric 100; ip route add default via 192.168.42.129 dev usb0 proto dhcp metric 20"; }
off() { node w2 sh -c "ip link del usb0; ip route del default; ip route add default via 172.30.0.1"; }
