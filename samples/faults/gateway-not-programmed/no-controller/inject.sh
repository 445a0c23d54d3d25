# fault: gateway-not-programmed
# subject: gatewayclass shared (controller example.net/gateway-controller is not installed), gateway edge/public
# symptom: the gateway gets no address
# wait: 100
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
on() {
  crds; kubectl create namespace edge
  kubectl apply -f - <<'Y'
{apiVersion: gateway.networking.k8s.io/v1, kind: GatewayClass, metadata: {name: shared}, spec: {controllerName: example.net/gateway-controller}}
---
{apiVersion: gateway.networking.k8s.io/v1, kind: Gateway, metadata: {name: public, namespace: edge}, spec: {gatewayClassName: shared, listeners: [{name: http, port: 80, protocol: HTTP, allowedRoutes: {namespaces: {from: All}}}]}}
---
{apiVersion: gateway.networking.k8s.io/v1, kind: HTTPRoute, metadata: {name: cart, namespace: shop}, spec: {parentRefs: [{name: public, namespace: edge}], hostnames: [cart.example.com], rules: [{backendRefs: [{name: cart, port: 8000}]}]}}
Y
  # the schema of the real kinds has these as defaults
  kubectl patch gatewayclass shared --subresource=status --type merge -p '{"status":{"conditions":[{"type":"Accepted","status":"Unknown","reason":"Pending","message":"Waiting for controller","lastTransitionTime":"1970-01-01T00:00:00Z"}]}}'
  kubectl -n edge patch gateway public --subresource=status --type merge -p '{"status":{"conditions":[{"type":"Accepted","status":"Unknown","reason":"Pending","message":"Waiting for controller","lastTransitionTime":"1970-01-01T00:00:00Z"},{"type":"Programmed","status":"Unknown","reason":"Pending","message":"Waiting for controller","lastTransitionTime":"1970-01-01T00:00:00Z"}]}}'
}
off() { uncrds; kubectl delete namespace edge --wait=true --timeout=60s; true; }
