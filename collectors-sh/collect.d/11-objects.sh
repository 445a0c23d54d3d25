# shellcheck shell=sh
topic objects cluster 1 'before after' 'nodes, pods, services, endpoints, events, workloads, policies as JSON'

objects_before() {
  job kget nodes.json nodes
  KGET_SIZE=134217728 job kget pods.json pods
  job kget services.json services
  job kget endpointslices.json endpointslices
  job kget events.json events
  job kget deployments.json deployments
  job kget daemonsets.json daemonsets
  job kget networkpolicies.json networkpolicies
  job configmaps
  job kget namespaces.json namespaces
  tier 2 || return 0
  job kget endpoints.json endpoints
  job kget statefulsets.json statefulsets
  job kget ingresses.json ingresses,ingressclasses
  job kget serviceaccounts.json serviceaccounts
  job kget leases.json leases
  job kget webhooks.json validatingwebhookconfigurations,mutatingwebhookconfigurations
  job kget apiservices.json apiservices
  job kget csrs.json csr
  job kget rbac.json clusterroles,clusterrolebindings,roles,rolebindings -k 'dns|proxy|flannel|calico|cilium|weave|aws-node|ovn|metallb|ingress|metrics|canal|tigera|antrea|kube-router|multus'
}

# By name only: other ConfigMaps are none of our business.
configmaps() {
  configmaps_list='kube-system/kube-proxy kube-system/kubeadm-config kube-system/kubelet-config kube-system/coredns kube-system/coredns-custom kube-system/node-local-dns
    kube-system/kube-dns kube-flannel/kube-flannel-cfg kube-system/kube-flannel-cfg kube-system/canal-config kube-system/calico-config kube-system/kubernetes-services-endpoint
    tigera-operator/kubernetes-services-endpoint kube-system/cilium-config kube-system/weave-net kube-system/kube-router-cfg kube-system/ip-masq-agent
    kube-system/azure-ip-masq-agent-config kube-system/amazon-vpc-cni ovn-kubernetes/ovn-config openshift-ovn-kubernetes/ovnkube-config kube-system/multus-cni-config
    kube-system/multus-daemon-config metallb-system/config ingress-nginx/ingress-nginx-controller kube-system/antrea-config'
  # on one line, as a command that a shell reads
  # shellcheck disable=SC2086 # words
  set -- $configmaps_list
  configmaps_list=$*
  configmaps_cmd="r=0; for c in $configmaps_list; do $KUBECTL -n \"\${c%/*}\" get configmap \"\${c#*/}\" -o json --ignore-not-found --request-timeout=10s --cache-dir=\"\$W/.cache\" || r=\$?; done; exit \$r"
  # one call tells which of them exist; without that all are tried
  if [ -z "$DRY_RUN" ]; then
    configmaps_have=$(k get configmaps -A -o 'jsonpath={range .items[*]}{.metadata.namespace}/{.metadata.name} {end}')
    if [ -n "$configmaps_have" ]; then
      configmaps_found=
      for configmaps_c in $configmaps_list; do
        case " $configmaps_have " in *" $configmaps_c "*) configmaps_found="$configmaps_found $configmaps_c" ;; esac
      done
      for configmaps_c in $configmaps_have; do
        case $configmaps_c in kube-system/kubelet-config-*) configmaps_found="$configmaps_found $configmaps_c" ;; esac
      done
      # one call for each namespace
      configmaps_cmd='r=0' configmaps_done=' '
      for configmaps_c in $configmaps_found; do
        configmaps_ns=${configmaps_c%/*} configmaps_names=
        case $configmaps_done in *" $configmaps_ns "*) continue ;; esac
        configmaps_done="$configmaps_done$configmaps_ns "
        for configmaps_n in $configmaps_found; do
          case $configmaps_n in "$configmaps_ns/"*) configmaps_names="$configmaps_names ${configmaps_n#*/}" ;; esac
        done
        configmaps_cmd="$configmaps_cmd; $KUBECTL -n $configmaps_ns get configmap$configmaps_names -o json --request-timeout=10s --cache-dir=\"\$W/.cache\" || r=\$?"
      done
      configmaps_cmd="$configmaps_cmd; exit \$r"
    fi
  fi
  take -j -s -c configmaps -t 60 -m 8388608 configmaps.json "$configmaps_cmd"
}

objects_after() {
  tier 2 || return 0
  job kget after/endpointslices.json endpointslices
  job kget after/events.json events
  job kget after/pods.json pods
}
