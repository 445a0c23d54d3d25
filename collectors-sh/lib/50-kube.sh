# shellcheck shell=sh
# The API server, through kubectl.

# find_kubectl: KUBECTL as shell words, or "" and NO_KUBECTL says why
find_kubectl() {
  KUBECTL='' NO_KUBECTL=missing-tool
  if have kubectl; then
    KUBECTL=kubectl
  elif have k3s; then
    KUBECTL='k3s kubectl'
  elif have oc; then KUBECTL=oc; else return 1; fi
  find_config=$KUBECONFIG_FILE
  if [ -z "$find_config" ] && [ -z "${KUBECONFIG:-}" ] && [ ! -r "${HOME:-/root}/.kube/config" ]; then
    for find_f in /etc/kubernetes/admin.conf /etc/rancher/k3s/k3s.yaml /etc/rancher/rke2/rke2.yaml /root/.kube/config; do
      [ ! -r "$find_f" ] || {
        find_config=$find_f
        break
      }
    done
  fi
  if [ -n "$find_config" ]; then
    quote "$find_config"
    case $find_config in *[!A-Za-z0-9._/-]*) : ;; *) QUOTED=$find_config ;; esac
    KUBECTL="$KUBECTL --kubeconfig=$QUOTED"
  elif [ -z "${KUBECONFIG:-}" ] && [ ! -r "${HOME:-/root}/.kube/config" ] && [ ! -r /var/run/secrets/kubernetes.io/serviceaccount/token ]; then
    NO_KUBECTL=no-permission
    KUBECTL=
    return 1
  fi
  if [ -n "$KUBE_CONTEXT" ]; then
    quote "$KUBE_CONTEXT"
    KUBECTL="$KUBECTL --context=$QUOTED"
  fi
  NO_KUBECTL=
}

# k ARGS...: kubectl for our own needs, bounded; its discovery cache stays in the work directory
k() {
  # shellcheck disable=SC2086 # KUBECTL holds quoted words only where eval reads them
  eval "k_quiet $KUBECTL" '"$@"'
}
k_quiet() { quick 25 "$@" --request-timeout=15s --cache-dir="$W/.cache" 2>"$W/.k.err"; }

# kget FILE RESOURCES [take options]: one list of objects
kget() {
  kget_file=$1 kget_what=$2
  shift 2
  take -j -c config -t 30 -m "${KGET_SIZE:-67108864}" "$@" "$kget_file" "$KUBECTL get $kget_what -A -o json --request-timeout=20s --cache-dir=\"\$W/.cache\""
}

# api_answers: asks the server for its version; on failure API_REASON and API_DETAIL
api_answers() {
  if CLUSTER_VERSION=$(k version -o json | awk '/"serverVersion"/{s=1} s && /"gitVersion"/{gsub(/[",]/,""); print $2; exit}') && [ -n "$CLUSTER_VERSION" ]; then
    CLUSTER_ID=$(k get namespace kube-system -o 'jsonpath={.metadata.uid}')
    return 0
  fi
  why "$W/.k.err"
  API_REASON=$REASON API_DETAIL=$DETAIL
  return 1
}

# inventory: what the probes, logs and node runs need to know, as lines with | between the fields:
# .nodes.k  name|InternalIP|podCIDR|ready     .pods.k  ns|pod|node|hostNetwork|podIP|phase|init containers|containers|restarts|ready|ports|dns label
# .services.k  ns|name|clusterIP|port|nodePort
inventory() {
  job list_to .nodes.k nodes 'jsonpath={range .items[*]}{.metadata.name}|{.status.addresses[?(@.type=="InternalIP")].address}|{.spec.podCIDR}|{.status.conditions[?(@.type=="Ready")].status}{"\n"}{end}'
  job list_to .services.k 'services -A' 'jsonpath={range .items[*]}{.metadata.namespace}|{.metadata.name}|{.spec.clusterIP}|{.spec.ports[0].port}|{.spec.ports[0].nodePort}{"\n"}{end}'
  job list_to .pods.k 'pods -A' 'jsonpath={range .items[*]}{.metadata.namespace}|{.metadata.name}|{.spec.nodeName}|{.spec.hostNetwork}|{.status.podIP}|{.status.phase}|{.spec.initContainers[*].name}|{.spec.containers[*].name}|{.status.containerStatuses[*].restartCount}|{.status.containerStatuses[*].ready}|{.spec.containers[*].ports[*].containerPort}|{.metadata.labels.k8s-app}{"\n"}{end}'
  if [ "$MODE" = all-nodes ]; then
    # .images.k and .images.p  node image image ...: what each node has on its disk, and what its pods run
    job list_to .images.k nodes 'jsonpath={range .items[*]}{.metadata.name}{range .status.images[*]}{" "}{.names[-1]}{end}{"\n"}{end}'
    job list_to .images.p 'pods -A' 'jsonpath={range .items[*]}{.spec.nodeName}{range .spec.containers[*]}{" "}{.image}{end}{"\n"}{end}'
  fi
  jobs_done
}

# list_to FILE RESOURCES FORMAT
list_to() {
  # shellcheck disable=SC2086 # RESOURCES may be several words
  k get $2 -o "$3" >"$W/$1"
}

# system_namespace NS: are its logs gathered in full
system_namespace() {
  case $1 in
    kube-system | kube-flannel | calico-* | tigera-operator | cilium* | ovn-* | openshift-ovn* | openshift-dns* | openshift-sdn* | metallb-system | ingress* | istio-system | linkerd* | konnectivity* | kube-router | weave | antrea* | multus* | nginx-ingress | traefik* | kube-proxy) return 0 ;;
  esac
  listed "$1" "$NAMESPACES"
}
