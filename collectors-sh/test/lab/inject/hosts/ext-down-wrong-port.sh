# fault: external-service-down
# subject: 198.51.100.10 port 81
# wait: 40
on() { # one workload asks an outside host for a port where nothing listens; everybody else is served by it at port 80
  kubectl -n shop get ds client -o json | python3 -c '
import json,sys
d=json.load(sys.stdin); t=d["spec"]["template"]; c=t["spec"]["containers"]
for e in c[0]["env"]:
  if e["name"]=="URLS": e["value"]="http://frontend/hostname http://www.example.com:81/report"
o={"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"reporter","namespace":"shop"},"spec":{"replicas":1,"selector":{"matchLabels":{"app":"reporter"}},"template":{"metadata":{"labels":{"app":"reporter"}},"spec":{"terminationGracePeriodSeconds":1,"containers":c}}}}
json.dump(o,sys.stdout)' | kubectl apply -f -
}
off() { kubectl -n shop delete deployment reporter --wait=true; }
