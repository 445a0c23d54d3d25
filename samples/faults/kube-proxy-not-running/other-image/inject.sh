# fault: kube-proxy-not-running
# subject: node w1 ErrImagePull
# symptom: w1's rules get old
# wait: 50
K() { kubectl -n kube-system "$@"; }
kp_restart() { K delete pod -l k8s-app=kube-proxy --wait=false; }
on() { K patch ds kube-proxy --type json -p '[{"op":"replace","path":"/spec/template/spec/containers/0/image","value":"registry.k8s.io/kube-proxy:v1.34.9"}]'; }
off() { K rollout undo ds kube-proxy; kp_restart; }
