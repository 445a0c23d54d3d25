# fault: cni-migration-residue
# subject: node w2, cali chains and tunl routes
# wait: 28
on() { c=$(kubectl get node w1 -o jsonpath='{.spec.podCIDR}'); node w2 sh -c "iptables -N cali-FORWARD; iptables -N cali-from-wl-dispatch; iptables -A cali-from-wl-dispatch -m comment --comment \"cali:zTj6P0TIgYvgz-md Unknown interface\" -j DROP; iptables -A cali-FORWARD -i cni0 -m comment --comment \"cali:vjrMJCRpqwy5oRoX\" -j cali-from-wl-dispatch; iptables -I FORWARD -m comment --comment \"cali:wUHhoiAYhphO9Mso\" -j cali-FORWARD; ip route add blackhole 10.244.200.0/26 proto 80"; }
off() { node w2 sh -c 'iptables -D FORWARD -m comment --comment "cali:wUHhoiAYhphO9Mso" -j cali-FORWARD; iptables -F cali-FORWARD; iptables -X cali-FORWARD; iptables -F cali-from-wl-dispatch; iptables -X cali-from-wl-dispatch; ip route del blackhole 10.244.200.0/26'; }
