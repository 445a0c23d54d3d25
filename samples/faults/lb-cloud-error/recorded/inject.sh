# fault: lb-cloud-error
# subject: service shop/shopfront: the cloud has no public address left
# symptom: EXTERNAL-IP stays pending
# wait: 45
event() { # KIND NAMESPACE NAME REASON COMPONENT MESSAGE: as the component records it
  local now; now=$(date -u +%Y-%m-%dT%H:%M:%SZ)
  jq -n --arg k "$1" --arg ns "$2" --arg n "$3" --arg r "$4" --arg c "$5" --arg m "$6" --arg t "$now" '{apiVersion:"v1",kind:"Event",metadata:{generateName:($n+"."),namespace:(if $ns=="" then "default" else $ns end)},type:"Warning",reason:$r,message:$m,source:{component:$c},reportingComponent:$c,firstTimestamp:$t,lastTimestamp:$t,count:4,involvedObject:({apiVersion:"v1",kind:$k,name:$n}+(if $ns=="" then {} else {namespace:$ns} end))}' | kubectl create -f -
}
on() {
  kubectl apply -f - <<'Y'
{apiVersion: v1, kind: Service, metadata: {name: shopfront, namespace: shop}, spec: {type: LoadBalancer, selector: {app: frontend}, ports: [{port: 80, targetPort: 8080}]}}
Y
  event Service shop shopfront SyncLoadBalancerFailed service-controller 'Error syncing load balancer: failed to ensure load balancer: error creating public IP: Code="PublicIPCountLimitReached" Message="Cannot create more than 20 public IP addresses for this subscription in this region."'
}
off() { kubectl -n shop delete service shopfront; kubectl -n shop delete events --field-selector involvedObject.name=shopfront; true; }
