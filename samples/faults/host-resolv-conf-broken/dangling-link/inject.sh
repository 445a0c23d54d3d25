# fault: host-resolv-conf-broken
# subject: node w1, /etc/resolv.conf -> missing file
# wait: 45
on() { node w1 sh -c 'cp /etc/resolv.conf /root/resolv; rm /etc/resolv.conf; ln -s ../run/systemd/resolve/stub-resolv.conf /etc/resolv.conf'; kubectl -n shop delete pod -l app=client --field-selector spec.nodeName=w1 --wait=false; }
off() { node w1 sh -c 'rm /etc/resolv.conf; cp /root/resolv /etc/resolv.conf'; }
