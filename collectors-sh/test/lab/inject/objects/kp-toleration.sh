# fault: kube-proxy-not-running
# subject: node w2
# symptom: w2 without kube-proxy
# wait: 45
. "${BASH_SOURCE[0]%/*}/lib.sh"
on() { K patch ds kube-proxy --type json -p '[{"op":"remove","path":"/spec/template/spec/tolerations"}]'; kubectl taint node w2 dedicated=gpu:NoExecute; kubectl -n kube-system rollout status ds kube-proxy --timeout=60s || true; kubectl -n shop delete svc cart; svc shop cart '{"selector":{"app":"cart"},"ports":[{"name":"api","port":8000,"targetPort":"api"}]}'; }
off() { kubectl taint node w2 dedicated-; K rollout undo ds kube-proxy; }
