# fault: ipam-host-local-leak
# subject: node w2
# wait: 32
on() { # left by a runtime that was reset
  node w2 bash -c 'cd /var/lib/cni/networks/cbr0; p=$(. /run/flannel/subnet.env; echo ${FLANNEL_SUBNET%.*}); for i in $(seq 2 254); do [ -e $p.$i ] || { printf "%s\r\neth0" $(head -c32 /dev/urandom | od -An -tx1 | tr -d " \n") > $p.$i; echo $p.$i >> /root/leaked; }; done'
  kubectl -n shop scale deployment frontend --replicas=8
}
off() { node w2 bash -c 'cd /var/lib/cni/networks/cbr0; rm -f $(cat /root/leaked); rm /root/leaked'; kubectl -n shop scale deployment frontend --replicas=3; }
