# fault: flannel-wrong-interface
# subject: node w1, public-ip-overwrite 172.30.0.201
# symptom: pods on other nodes and pods on w1 do not reach each other
# wait: 45
F() { kubectl -n kube-flannel "$@"; }
on() { kubectl annotate node w1 flannel.alpha.coreos.com/public-ip-overwrite=172.30.0.201 --overwrite; F delete pod -l app=flannel --field-selector spec.nodeName=w1; sleep 5; }
off() { set +e; kubectl annotate node w1 flannel.alpha.coreos.com/public-ip-overwrite-; F delete pod -l app=flannel --field-selector spec.nodeName=w1; sleep 10; F rollout status ds kube-flannel-ds --timeout=60s; }
