# shellcheck shell=sh
topic extensions cluster 2 'during' 'custom resources of network add-ons, Gateway API'

extensions_during() {
  CLASS=config
  if [ -n "$DRY_RUN" ]; then
    take -j crs/GROUP/KIND.json "$KUBECTL get KIND.GROUP -A -o json"
    take -j gateway-api.json "$KUBECTL get gatewayclasses,gateways,httproutes,grpcroutes,tlsroutes,tcproutes,udproutes,referencegrants -A -o json"
    return 0
  fi
  ext_all=$(k api-resources --verbs=list -o name)
  [ -n "$ext_all" ] || {
    why "$W/.k.err"
    not_taken gateway-api.json "$REASON" "$DETAIL"
    return 0
  }
  ext_gateway=
  for ext_r in $ext_all; do
    case $ext_r in *.*) : ;; *) continue ;; esac
    ext_group=${ext_r#*.} ext_kind=${ext_r%%.*}
    case $ext_group in
      gateway.networking.k8s.io) ext_gateway="$ext_gateway${ext_gateway:+,}$ext_r" ;;
      networking.k8s.io)
        case $ext_kind in servicecidrs | ipaddresses) ext_get "$ext_group" "$ext_kind" "$ext_r" ;; esac
        ;;
      crd.projectcalico.org | projectcalico.org | operator.tigera.io | cilium.io | k8s.ovn.org | k8s.cni.cncf.io | metallb.io | frrk8s.metallb.io | crd.k8s.amazonaws.com | vpcresources.k8s.aws | acn.azure.com | policy.networking.k8s.io | security.istio.io | networking.istio.io)
        ext_get "$ext_group" "$ext_kind" "$ext_r"
        ;;
    esac
  done
  if [ -n "$ext_gateway" ]; then
    job kget gateway-api.json "$ext_gateway"
  else not_taken gateway-api.json not-applicable 'Gateway API is not served'; fi
}

ext_get() {
  safe "$1" && ext_dir=$SAFE
  safe "$2"
  job kget "crs/$ext_dir/$SAFE.json" "$3"
}
