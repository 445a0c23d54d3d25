# fault: cidr-overlap-pod-service
# subject: ServiceCIDR 10.244.0.0/20 inside the pod range 10.244.0.0/16
# wait: 32
on() { # more service addresses were needed
  kubectl apply -f - <<'Y'
{apiVersion: networking.k8s.io/v1, kind: ServiceCIDR, metadata: {name: more}, spec: {cidrs: ["10.244.0.0/20"]}}
Y
  sleep 5
  ip=$(kubectl -n shop get pod db-0 -o jsonpath='{.status.podIP}')
  kubectl -n shop create service clusterip search --tcp=5432:8000 --clusterip=$ip
}
off() { kubectl -n shop delete service search; kubectl delete servicecidr more; }
