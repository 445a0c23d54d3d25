# fault: gateway-not-programmed
# subject: gateway edge/public, listener https: certificate secret edge/public-tls does not exist
# symptom: HTTPS is not served
# wait: 60
crds() { # the kinds of the Gateway API (v1.3), their schemas left open
  local k p
  for k in GatewayClass:gatewayclasses:gatewayclass:Cluster Gateway:gateways:gateway:Namespaced HTTPRoute:httproutes:httproute:Namespaced ReferenceGrant:referencegrants:referencegrant:Namespaced; do
    IFS=: read -r kind plural single scope <<<"$k"
    kubectl apply -f - <<Y
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: $plural.gateway.networking.k8s.io, annotations: {api-approved.kubernetes.io: "https://github.com/kubernetes-sigs/gateway-api/pull/3328"}}
spec:
  group: gateway.networking.k8s.io
  names: {kind: $kind, plural: $plural, singular: $single, listKind: ${kind}List}
  scope: $scope
  versions:
  - name: v1
    served: true
    storage: true
    subresources: {status: {}}
    schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}
Y
  done
  sleep 4
}
uncrds() { set +e; kubectl delete crd gatewayclasses.gateway.networking.k8s.io gateways.gateway.networking.k8s.io httproutes.gateway.networking.k8s.io referencegrants.gateway.networking.k8s.io --timeout=60s; true; }
on() { # a controller of one's own writes the status as the specification says
  crds; kubectl create namespace edge; local t; t=$(date -u +%Y-%m-%dT%H:%M:%SZ)
  kubectl apply -f - <<'Y'
{apiVersion: gateway.networking.k8s.io/v1, kind: GatewayClass, metadata: {name: shared}, spec: {controllerName: example.net/gateway-controller}}
---
{apiVersion: gateway.networking.k8s.io/v1, kind: Gateway, metadata: {name: public, namespace: edge}, spec: {gatewayClassName: shared, listeners: [{name: http, port: 80, protocol: HTTP}, {name: https, port: 443, protocol: HTTPS, tls: {mode: Terminate, certificateRefs: [{kind: Secret, name: public-tls}]}}]}}
Y
  kubectl patch gatewayclass shared --subresource=status --type merge -p "{\"status\":{\"conditions\":[{\"type\":\"Accepted\",\"status\":\"True\",\"reason\":\"Accepted\",\"message\":\"valid\",\"observedGeneration\":1,\"lastTransitionTime\":\"$t\"}]}}"
  kubectl -n edge patch gateway public --subresource=status --type merge -p "{\"status\":{\"addresses\":[{\"type\":\"IPAddress\",\"value\":\"198.51.100.230\"}],\"conditions\":[{\"type\":\"Accepted\",\"status\":\"True\",\"reason\":\"ListenersNotValid\",\"message\":\"1 of 2 listeners is not valid\",\"observedGeneration\":1,\"lastTransitionTime\":\"$t\"},{\"type\":\"Programmed\",\"status\":\"True\",\"reason\":\"Programmed\",\"message\":\"\",\"observedGeneration\":1,\"lastTransitionTime\":\"$t\"}],\"listeners\":[{\"name\":\"http\",\"attachedRoutes\":0,\"supportedKinds\":[],\"conditions\":[{\"type\":\"Accepted\",\"status\":\"True\",\"reason\":\"Accepted\",\"message\":\"\",\"lastTransitionTime\":\"$t\"},{\"type\":\"Programmed\",\"status\":\"True\",\"reason\":\"Programmed\",\"message\":\"\",\"lastTransitionTime\":\"$t\"}]},{\"name\":\"https\",\"attachedRoutes\":0,\"supportedKinds\":[],\"conditions\":[{\"type\":\"Accepted\",\"status\":\"True\",\"reason\":\"Accepted\",\"message\":\"\",\"lastTransitionTime\":\"$t\"},{\"type\":\"ResolvedRefs\",\"status\":\"False\",\"reason\":\"InvalidCertificateRef\",\"message\":\"Secret edge/public-tls does not exist\",\"lastTransitionTime\":\"$t\"},{\"type\":\"Programmed\",\"status\":\"False\",\"reason\":\"Invalid\",\"message\":\"listener has unresolved references\",\"lastTransitionTime\":\"$t\"}]}]}}"
}
off() { uncrds; kubectl delete namespace edge --wait=true --timeout=60s; true; }
