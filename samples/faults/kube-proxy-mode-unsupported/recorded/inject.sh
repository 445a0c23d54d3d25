# fault: kube-proxy-mode-unsupported
# subject: ConfigMap kube-system/kube-proxy, mode "ipvs"
# symptom: kube-proxy does not start on nodes without the ip_vs modules; the re-created service cart does not work
# wait: 70
on() {
  kubectl -n kube-system get configmap kube-proxy -o yaml > "$S/cm.yaml"
  sed -E 's/^( +)mode: .*/\1mode: ipvs/' "$S/cm.yaml" | kubectl replace -f -
  kubectl -n kube-system delete pod -l k8s-app=kube-proxy --wait=false; sleep 8
  kubectl -n shop delete service cart; kubectl apply -f - <<'Y'
{apiVersion: v1, kind: Service, metadata: {name: cart, namespace: shop}, spec: {selector: {app: cart}, sessionAffinity: ClientIP, ports: [{name: api, port: 8000, targetPort: api}]}}
Y
}
off() { kubectl replace --force -f - < "$S/cm.yaml"; kubectl -n kube-system delete pod -l k8s-app=kube-proxy; }
