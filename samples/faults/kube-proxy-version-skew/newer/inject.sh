# fault: kube-proxy-version-skew
# subject: daemonset kube-system/kube-proxy, image v1.36.2 beside an API server v1.34
# symptom: none yet; new versions may ask for APIs that the server lacks
# wait: 60
on() {
  I=$(kubectl -n kube-system get daemonset kube-proxy -o 'jsonpath={.spec.template.spec.containers[0].image}'); echo "$I" > "$S/kp.image"
  for n in cp1 w1 w2; do node $n ctr -n k8s.io images tag "$I" registry.k8s.io/kube-proxy:v1.36.2; done
  kubectl -n kube-system set image daemonset/kube-proxy kube-proxy=registry.k8s.io/kube-proxy:v1.36.2
  kubectl -n kube-system rollout status daemonset/kube-proxy --timeout=90s
}
off() { set +e; kubectl -n kube-system set image daemonset/kube-proxy kube-proxy="$(cat "$S/kp.image")"; kubectl -n kube-system rollout status daemonset/kube-proxy --timeout=90s; for n in cp1 w1 w2; do node $n ctr -n k8s.io images rm registry.k8s.io/kube-proxy:v1.36.2; done; true; }
