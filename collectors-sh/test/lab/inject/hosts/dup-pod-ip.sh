# fault: duplicate-pod-ip
# subject: the address of shop/frontend on w1
# wait: 28
on() { # the reservation of a running pod vanished with a part of the state directory
  ip=$(kubectl -n shop get pod -l app=frontend --field-selector spec.nodeName=w1 -o jsonpath='{.items[0].status.podIP}')
  node w1 rm /var/lib/cni/networks/cbr0/$ip
  node w1 sh -c "printf %s ${ip%.*}.$((${ip##*.} - 1)) > /var/lib/cni/networks/cbr0/last_reserved_ip.0"
  kubectl apply -f - <<'Y'
{apiVersion: v1, kind: Pod, metadata: {name: late, namespace: shop, labels: {app: late}}, spec: {nodeName: w1, terminationGracePeriodSeconds: 1, containers: [{name: web, image: "registry.k8s.io/e2e-test-images/agnhost:2.53", args: [netexec, --http-port=9090]}]}}
Y
}
off() { kubectl -n shop delete pod late; kubectl -n shop delete pod -l app=frontend --field-selector spec.nodeName=w1; }
