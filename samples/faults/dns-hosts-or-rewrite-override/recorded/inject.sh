# fault: dns-hosts-or-rewrite-override
# subject: Corefile, hosts entry 198.51.100.77 www.example.com
# symptom: www.example.com times out from pods: the name gives an address that is no longer in use
# wait: 50
on() {
  kubectl -n kube-system get configmap coredns -o yaml > "$S/cm.yaml"
  kubectl -n kube-system get configmap coredns -o json | jq '.data.Corefile |= sub("    prometheus"; "    hosts {\n       198.51.100.77 www.example.com\n       fallthrough\n    }\n    prometheus")' | kubectl replace -f -
  kubectl -n kube-system rollout restart deployment coredns; kubectl -n kube-system rollout status deployment coredns --timeout=60s
}
off() { kubectl replace --force -f - < "$S/cm.yaml"; kubectl -n kube-system rollout restart deployment coredns; }
