# fault: cloud-route-create-failed
# subject: node w2: the cloud's route table is full
# symptom: the network of w2 is unavailable
# wait: 45
event() { # KIND NAMESPACE NAME REASON COMPONENT MESSAGE: as the component records it
  local now; now=$(date -u +%Y-%m-%dT%H:%M:%SZ)
  jq -n --arg k "$1" --arg ns "$2" --arg n "$3" --arg r "$4" --arg c "$5" --arg m "$6" --arg t "$now" '{apiVersion:"v1",kind:"Event",metadata:{generateName:($n+"."),namespace:(if $ns=="" then "default" else $ns end)},type:"Warning",reason:$r,message:$m,source:{component:$c},reportingComponent:$c,firstTimestamp:$t,lastTimestamp:$t,count:4,involvedObject:({apiVersion:"v1",kind:$k,name:$n}+(if $ns=="" then {} else {namespace:$ns} end))}' | kubectl create -f -
}
on() {
  event Node "" w2 FailedToCreateRoute route_controller 'Could not create route 7d1f0c3e-1f5b 10.244.2.0/24 for node w2 after 412.5ms: RouteLimitExceeded: The route table has reached its limit of 50 routes'
  kubectl patch node w2 --subresource=status --type strategic -p '{"status":{"conditions":[{"type":"NetworkUnavailable","status":"True","reason":"NoRouteCreated","message":"RouteController failed to create a route"}]}}'
}
off() { set +e; kubectl patch node w2 --subresource=status --type strategic -p '{"status":{"conditions":[{"type":"NetworkUnavailable","status":"False","reason":"FlannelIsUp","message":"Flannel is running on this node"}]}}'; true; }
