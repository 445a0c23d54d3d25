# fault: none
# subject: -
# symptom: healthy: manual slices that work, ExternalName, headless with a pod that is not ready, failed and finished jobs, a suspended cron job, HPA, PDB, externalIPs nobody uses, policies Local, a pod that restarted once, kube-proxy restarted
# quiet: 20
# wait: 110
# publish: manual
on() {
  kubectl apply -f - <<'Y'
apiVersion: v1
kind: Service
metadata: {name: ledger, namespace: shop}
spec: {ports: [{name: http, port: 80}]}
---
apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata: {name: ledger-1, namespace: shop, labels: {kubernetes.io/service-name: ledger, endpointslice.kubernetes.io/managed-by: staff}}
addressType: IPv4
ports: [{name: http, port: 80, protocol: TCP}]
endpoints: [{addresses: [198.51.100.10]}]
---
apiVersion: v1
kind: Service
metadata: {name: mirrored, namespace: shop}
spec: {ports: [{port: 80}]}
---
apiVersion: v1
kind: Endpoints
metadata: {name: mirrored, namespace: shop}
subsets: [{addresses: [{ip: 198.51.100.10}], ports: [{port: 80}]}]
---
apiVersion: v1
kind: Service
metadata: {name: partner, namespace: shop}
spec: {type: ExternalName, externalName: www.example.com}
---
apiVersion: v1
kind: Service
metadata: {name: archive, namespace: shop}
spec: {selector: {app: archive}, externalIPs: [198.51.100.77], internalTrafficPolicy: Local, ports: [{port: 80, targetPort: 8080}]}
---
apiVersion: v1
kind: Service
metadata: {name: cart-peers, namespace: shop}
spec: {clusterIP: None, publishNotReadyAddresses: true, selector: {app: cart}, ports: [{name: api, port: 8000}]}
---
apiVersion: v1
kind: Service
metadata: {name: frontend-local, namespace: shop}
spec: {internalTrafficPolicy: Local, selector: {app: frontend}, ports: [{name: http, port: 80, targetPort: http}]}
---
apiVersion: batch/v1
kind: Job
metadata: {name: migrate-broken, namespace: shop}
spec:
  backoffLimit: 1
  template:
    spec: {restartPolicy: Never, containers: [{name: migrate, image: "docker.io/library/busybox:1.36.1", command: [sh, -c, "echo nothing to migrate; exit 1"]}]}
---
apiVersion: batch/v1
kind: Job
metadata: {name: migrate, namespace: shop}
spec:
  template:
    spec: {restartPolicy: Never, containers: [{name: migrate, image: "docker.io/library/busybox:1.36.1", command: [sh, -c, "echo migrated; sleep 3"]}]}
---
apiVersion: batch/v1
kind: CronJob
metadata: {name: report, namespace: shop}
spec:
  schedule: "* * * * *"
  jobTemplate: {spec: {template: {spec: {restartPolicy: OnFailure, containers: [{name: report, image: "docker.io/library/busybox:1.36.1", command: [sh, -c, "sleep 2; echo done"]}]}}}}
---
apiVersion: batch/v1
kind: CronJob
metadata: {name: nightly, namespace: shop}
spec:
  schedule: "5 3 * * *"
  suspend: true
  jobTemplate: {spec: {template: {spec: {restartPolicy: OnFailure, containers: [{name: nightly, image: "docker.io/library/busybox:1.36.1", command: ["true"]}]}}}}
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: frontend, namespace: shop}
spec: {scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: frontend}, minReplicas: 3, maxReplicas: 6, metrics: [{type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 80}}}]}
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {name: cart, namespace: shop}
spec: {minAvailable: 1, selector: {matchLabels: {app: cart}}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: worker, namespace: shop}
spec:
  replicas: 1
  selector: {matchLabels: {app: worker}}
  template:
    metadata: {labels: {app: worker}}
    spec:
      terminationGracePeriodSeconds: 1
      volumes: [{name: state, emptyDir: {}}]
      containers: [{name: worker, image: "docker.io/library/busybox:1.36.1", command: [sh, -c, "[ -e /state/seen ] && exec sleep 86400; touch /state/seen; sleep 4; exit 1"], volumeMounts: [{name: state, mountPath: /state}]}]
Y
  kubectl -n shop set env daemonset/client URLS="http://frontend/hostname http://cart.shop.svc.cluster.local:8000/hostname http://db-0.db:5432/hostname http://www.example.com/ http://ledger/ http://partner/ http://mirrored/ http://frontend-local/hostname"
  kubectl -n kube-system rollout restart daemonset kube-proxy; kubectl -n kube-system rollout status daemonset kube-proxy --timeout=60s
}
off() { kubectl -n shop delete service ledger mirrored partner archive cart-peers frontend-local; kubectl -n shop delete endpointslice ledger-1; kubectl -n shop delete job migrate migrate-broken; kubectl -n shop delete cronjob report nightly; kubectl -n shop delete hpa frontend; kubectl -n shop delete pdb cart; kubectl -n shop delete deployment worker; kubectl -n shop rollout undo daemonset client; }
