# fault: kube-proxy-not-running
# subject: daemonset kube-system/kube-proxy deleted
# symptom: new services do not work
# wait: 40
. "${BASH_SOURCE[0]%/*}/lib.sh"
on() { K get ds kube-proxy -o json | jq 'del(.status,.metadata.resourceVersion,.metadata.uid)' > "$S/kpds.json"; K delete ds kube-proxy; sleep 5; kubectl -n shop delete svc cart; svc shop cart '{"selector":{"app":"cart"},"ports":[{"name":"api","port":8000,"targetPort":"api"}]}'; }
off() { kubectl create -f - < "$S/kpds.json"; }
