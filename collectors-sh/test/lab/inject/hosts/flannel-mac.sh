# fault: flannel-vtep-mac-changed
# subject: node w2, flannel.1
# wait: 28
on() { node w2 cat /sys/class/net/flannel.1/address > $S/mac; node w2 ip link set flannel.1 address 7a:11:22:33:44:55; }
off() { node w2 ip link set flannel.1 address $(cat $S/mac); }
