# fault: apiserver-down
# subject: etcd on cp1
# symptom: kubectl hangs
# wait: 60
on() { node cp1 mv /etc/kubernetes/manifests/etcd.yaml /root/; }
off() { node cp1 mv /root/etcd.yaml /etc/kubernetes/manifests/; sleep 60; }
