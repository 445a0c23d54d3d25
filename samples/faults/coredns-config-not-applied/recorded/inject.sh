# fault: coredns-config-not-applied
# subject: ConfigMap kube-system/coredns (Corefile without reload), pods of coredns are older
# symptom: outside names do not resolve although the Corefile was corrected: CoreDNS still runs with the one before
# wait: 60
on() {
  kubectl -n kube-system get configmap coredns -o yaml > "$S/cm.yaml"
  sed -E '/^ +reload$/d; s#forward \. /etc/resolv.conf#forward . 198.51.100.99#' "$S/cm.yaml" | kubectl replace -f -
  kubectl -n kube-system rollout restart deployment coredns; kubectl -n kube-system rollout status deployment coredns --timeout=90s; sleep 5
  sed -E '/^ +reload$/d' "$S/cm.yaml" | kubectl replace --force -f -; sleep 60
}
off() { kubectl replace --force -f - < "$S/cm.yaml"; kubectl -n kube-system rollout restart deployment coredns; }
