package io.coldcase.model;

import io.coldcase.bundle.ArtifactKind;
import io.coldcase.bundle.ArtifactKind.Scope;
import io.coldcase.capture.CaptureSummary;
import io.coldcase.model.filter.Ipsets;
import io.coldcase.model.filter.RuleSet;
import io.coldcase.model.host.Bonds;
import io.coldcase.model.host.BridgePorts;
import io.coldcase.model.host.CaptureLog;
import io.coldcase.model.host.Certs;
import io.coldcase.model.host.CniBin;
import io.coldcase.model.host.CniConf;
import io.coldcase.model.host.CniState;
import io.coldcase.model.host.ConntrackSample;
import io.coldcase.model.host.ContainerRuntime;
import io.coldcase.model.host.Counters;
import io.coldcase.model.host.CriContainers;
import io.coldcase.model.host.DeviceCounters;
import io.coldcase.model.host.Ethtool;
import io.coldcase.model.host.Fdb;
import io.coldcase.model.host.HostMeta;
import io.coldcase.model.host.Ifaces;
import io.coldcase.model.host.Ipvs;
import io.coldcase.model.host.KernelModules;
import io.coldcase.model.host.KubeProxy;
import io.coldcase.model.host.Kubelet;
import io.coldcase.model.host.Limits;
import io.coldcase.model.host.MachineIds;
import io.coldcase.model.host.Neighbours;
import io.coldcase.model.host.PodNetns;
import io.coldcase.model.host.PolicyRules;
import io.coldcase.model.host.ProxyVariables;
import io.coldcase.model.host.Qdiscs;
import io.coldcase.model.host.Resolver;
import io.coldcase.model.host.Resources;
import io.coldcase.model.host.Routes;
import io.coldcase.model.host.Samples;
import io.coldcase.model.host.Sandboxes;
import io.coldcase.model.host.SectionedText;
import io.coldcase.model.host.Sockets;
import io.coldcase.model.host.Softnet;
import io.coldcase.model.host.SysctlFiles;
import io.coldcase.model.host.Sysctls;
import io.coldcase.model.host.ToolVersions;
import io.coldcase.model.kube.ApiHealth;
import io.coldcase.model.kube.KubeList;
import io.coldcase.model.kube.KubeObject;
import io.coldcase.model.kube.KubeVersion;
import io.coldcase.model.log.LogScan;
import io.coldcase.model.probe.Probes;
import java.util.ArrayList;
import java.util.List;

/**
 * Every kind of artifact that the analyzer reads: what {@code @needs} may name. A new kind is one
 * line here and one in the parser registry.
 */
public final class Kinds {
  private static final List<ArtifactKind<?>> ALL = new ArrayList<>();
  private static final List<ArtifactKind<KubeList<KubeObject>>> OBJECTS = new ArrayList<>();

  public static final ArtifactKind<KubeList<KubeObject>> NODES = kube("nodes");
  public static final ArtifactKind<KubeList<KubeObject>> PODS = kube("pods");
  public static final ArtifactKind<KubeList<KubeObject>> NAMESPACES = kube("namespaces");
  public static final ArtifactKind<KubeList<KubeObject>> SERVICES = kube("services");
  public static final ArtifactKind<KubeList<KubeObject>> ENDPOINTS = kube("endpoints");
  public static final ArtifactKind<KubeList<KubeObject>> ENDPOINT_SLICES = kube("endpointslices");
  public static final ArtifactKind<KubeList<KubeObject>> EVENTS = kube("events");
  public static final ArtifactKind<KubeList<KubeObject>> DEPLOYMENTS = kube("deployments");
  public static final ArtifactKind<KubeList<KubeObject>> DAEMON_SETS = kube("daemonsets");
  public static final ArtifactKind<KubeList<KubeObject>> STATEFUL_SETS = kube("statefulsets");
  public static final ArtifactKind<KubeList<KubeObject>> CONFIG_MAPS = kube("configmaps");
  public static final ArtifactKind<KubeList<KubeObject>> NETWORK_POLICIES = kube("networkpolicies");
  public static final ArtifactKind<KubeList<KubeObject>> INGRESSES = kube("ingresses");
  public static final ArtifactKind<KubeList<KubeObject>> RBAC = kube("rbac");
  public static final ArtifactKind<KubeList<KubeObject>> SERVICE_ACCOUNTS = kube("serviceaccounts");
  public static final ArtifactKind<KubeList<KubeObject>> LEASES = kube("leases");
  public static final ArtifactKind<KubeList<KubeObject>> WEBHOOKS = kube("webhooks");
  public static final ArtifactKind<KubeList<KubeObject>> API_SERVICES = kube("apiservices");
  public static final ArtifactKind<KubeList<KubeObject>> CSRS = kube("csrs");

  public static final ArtifactKind<KubeList<KubeObject>> GATEWAY_API =
      objects(
          new ArtifactKind<>(
              "gateway-api",
              Scope.CLUSTER,
              "gateway-api.json",
              "kubectl get -A -o json gateway-api",
              false,
              "gateway.networking.k8s.io"));

  /** Health checks of the API server, or why there was no answer. */
  public static final ArtifactKind<ApiHealth> READYZ =
      add(
          new ArtifactKind<>(
              "readyz", Scope.CLUSTER, "readyz.txt", "kubectl get --raw '/readyz?verbose'"));

  public static final ArtifactKind<KubeVersion> VERSION =
      add(new ArtifactKind<>("version", Scope.CLUSTER, "version.json", "kubectl version -o json"));

  /** What kubectl said on stderr while the dumps were made. */
  public static final ArtifactKind<ApiHealth> API_ERRORS =
      add(new ArtifactKind<>("errors", Scope.CLUSTER, "errors.txt", "kubectl get -A -o json pods"));

  /** What a node's kubelet answers when the API server asks it; the instance is the node. */
  public static final ArtifactKind<SectionedText> EXEC =
      add(
          new ArtifactKind<>(
              "exec", Scope.CLUSTER, "exec/*.txt", "kubectl exec and kubectl logs of each node"));

  /** Manifests of static pods. */
  public static final ArtifactKind<KubeList<KubeObject>> MANIFESTS =
      node("k8s-manifests", "k8s-manifests.txt", "cat /etc/kubernetes/manifests/*.yaml");

  /** Custom resources; the instance is {@code group/kind}. */
  public static final ArtifactKind<KubeList<KubeObject>> CUSTOM =
      kube("crs", "crs/*.json", "kubectl get -A -o json KIND.GROUP");

  /** The second API dump, taken after the node runs; the instance is the kind in plural. */
  public static final ArtifactKind<KubeList<KubeObject>> AFTER =
      kube("after", "after/*.json", "kubectl get -A -o json endpointslices,events,pods");

  public static final ArtifactKind<Samples<Ifaces>> IP_ADDR =
      node("ip-addr", "ip-addr.txt", "ip -d addr");
  public static final ArtifactKind<Samples<Ifaces>> IP_LINK =
      node("ip-link", "ip-link.txt", "ip -s -s -d link");
  public static final ArtifactKind<Routes> IP_ROUTE =
      node("ip-route", "ip-route.txt", "ip -4 route show table all");
  public static final ArtifactKind<Routes> IP6_ROUTE =
      node("ip6-route", "ip6-route.txt", "ip -6 route show table all");
  public static final ArtifactKind<PolicyRules> IP_RULE =
      node("ip-rule", "ip-rule.txt", "ip -4 rule; ip -6 rule");
  public static final ArtifactKind<Neighbours> IP_NEIGH =
      node("ip-neigh", "ip-neigh.txt", "ip -s neigh");
  public static final ArtifactKind<Fdb> BRIDGE_FDB =
      node("bridge-fdb", "bridge-fdb.txt", "bridge -s -d fdb");
  public static final ArtifactKind<Sysctls> SYSCTL = node("sysctl", "sysctl.txt", "sysctl -a");
  public static final ArtifactKind<Samples<Sockets>> SS = node("ss", "ss.txt", "ss -tulnp");
  public static final ArtifactKind<Resolver> RESOLV =
      node("resolv", "resolv.txt", "cat /etc/resolv.conf /etc/hosts");
  public static final ArtifactKind<HostMeta> META =
      node("meta", "meta.txt", "hostname; date +%s; uname -a; cat /etc/os-release /proc/uptime");
  public static final ArtifactKind<BridgePorts> BRIDGE_LINK =
      node("bridge-link", "bridge-link.txt", "bridge -d link");
  public static final ArtifactKind<Samples<Counters>> NSTAT =
      node("nstat", "nstat.txt", "nstat -asz");
  public static final ArtifactKind<Samples<Softnet>> SOFTNET =
      node("softnet", "softnet.txt", "cat /proc/net/softnet_stat");
  public static final ArtifactKind<Samples<Counters>> CONNTRACK_STATS =
      node("conntrack-stats", "conntrack-stats.txt", "conntrack -S");
  public static final ArtifactKind<ConntrackSample> CONNTRACK_SAMPLE =
      node("conntrack-sample", "conntrack-sample.txt", "conntrack -L -o extended");
  public static final ArtifactKind<Ethtool> ETHTOOL =
      node("ethtool", "ethtool.txt", "ethtool DEVICE; ethtool -i DEVICE; ethtool -k DEVICE");
  public static final ArtifactKind<Samples<DeviceCounters>> ETHTOOL_STATS =
      node("ethtool-stats", "ethtool-stats.txt", "ethtool -S DEVICE");
  public static final ArtifactKind<Qdiscs> TC = node("tc", "tc.txt", "tc -s qdisc");
  public static final ArtifactKind<Bonds> BONDING =
      node("bonding", "bonding.txt", "cat /proc/net/bonding/*");
  public static final ArtifactKind<CniConf> CNI_CONF =
      node("cni-conf", "cni-conf.txt", "ls -laL /etc/cni/net.d; cat /etc/cni/net.d/*");
  public static final ArtifactKind<CniBin> CNI_BIN =
      node("cni-bin", "cni-bin.txt", "ls -laL /opt/cni/bin");
  public static final ArtifactKind<CniState> CNI_STATE =
      node("cni-state", "cni-state.txt", "head -n 1 /var/lib/cni/networks/*/*");
  public static final ArtifactKind<Kubelet> KUBELET =
      node("kubelet", "kubelet.txt", "cat /proc/PID/cmdline /var/lib/kubelet/config.yaml");
  public static final ArtifactKind<KubeProxy> KUBE_PROXY =
      node("kube-proxy", "kube-proxy.txt", "cat /proc/PID/cmdline; curl 127.0.0.1:10256/healthz");
  public static final ArtifactKind<ContainerRuntime> RUNTIME =
      node("runtime", "runtime.txt", "crictl info");
  public static final ArtifactKind<Sandboxes> CRICTL_PODS =
      node("crictl-pods", "crictl-pods.json", "crictl pods -o json");
  public static final ArtifactKind<CriContainers> CRICTL_CONTAINERS =
      node("crictl-containers", "crictl-containers.json", "crictl ps -a -o json");
  public static final ArtifactKind<Certs> CERTS =
      node("certs", "certs.txt", "openssl x509 -noout -subject -issuer -dates");
  public static final ArtifactKind<MachineIds> MACHINE_ID =
      node("machine-id", "machine-id.txt", "sha256sum /etc/machine-id");
  public static final ArtifactKind<Limits> LIMITS =
      node("limits", "limits.txt", "cat /proc/sys/fs/file-nr");
  public static final ArtifactKind<Samples<Resources>> RESOURCES =
      node("resources", "resources.txt", "cat /proc/loadavg /proc/meminfo /proc/pressure/*");
  public static final ArtifactKind<ProxyVariables> PROXY_ENV =
      node("proxy-env", "proxy-env.txt", "grep -i _proxy= /proc/PID/environ");
  public static final ArtifactKind<ToolVersions> IPTABLES_VERSION =
      node("iptables-version", "iptables-version.txt", "iptables -V; nft -v");
  public static final ArtifactKind<KernelModules> MODULES =
      node("modules", "modules.txt", "cat /proc/modules");
  public static final ArtifactKind<SysctlFiles> SYSCTL_FILES =
      node("sysctl-files", "sysctl-files.txt", "cat /etc/sysctl.d/*.conf /etc/sysctl.conf");
  public static final ArtifactKind<SectionedText> FIREWALL =
      node("firewall", "firewall.txt", "firewall-cmd --state; ufw status");
  public static final ArtifactKind<SectionedText> TIME =
      node("time", "time.txt", "chronyc tracking; timedatectl timesync-status");
  public static final ArtifactKind<SectionedText> NETCFG =
      node("netcfg", "netcfg/files.txt", "cat /etc/netplan/* /etc/systemd/network/*");

  /** Pods' network namespaces; the instance is {@code NAMESPACE_POD}. */
  public static final ArtifactKind<PodNetns> NETNS =
      add(
          new ArtifactKind<>(
              "netns", Scope.NODE, "netns/*.txt", "nsenter -t PID -n ip -d addr", true, ""));

  /** Instance: {@code NS/POD/CONTAINER[.previous].log} without the suffix. */
  public static final ArtifactKind<LogScan> POD_LOGS =
      add(
          new ArtifactKind<>(
              "pod-logs", Scope.CLUSTER, "logs/*.log", "kubectl logs --timestamps --tail=5000"));

  public static final ArtifactKind<LogScan> KUBELET_LOG =
      node("journal-kubelet", "journal-kubelet.txt", "journalctl -u kubelet");
  public static final ArtifactKind<LogScan> RUNTIME_LOG =
      node("journal-runtime", "journal-runtime.txt", "journalctl -u containerd -u crio -u docker");
  public static final ArtifactKind<LogScan> NET_LOG =
      node("journal-net", "journal-net.txt", "journalctl -u systemd-networkd -u NetworkManager");
  public static final ArtifactKind<LogScan> DMESG = node("dmesg", "dmesg.txt", "dmesg -T");
  public static final ArtifactKind<Probes> PROBES =
      node("probes", "probes.txt", "coldcase-collect --topic probes");
  public static final ArtifactKind<Probes> PROBES_POD =
      node("probes-pod", "probes-pod.txt", "coldcase-collect --topic probes");
  public static final ArtifactKind<RuleSet> IPTABLES_SAVE =
      node("iptables-save", "iptables-save.txt", "iptables-save -c");
  public static final ArtifactKind<RuleSet> IP6TABLES_SAVE =
      node("ip6tables-save", "ip6tables-save.txt", "ip6tables-save -c");
  public static final ArtifactKind<RuleSet> IPTABLES_LEGACY_SAVE =
      node("iptables-legacy-save", "iptables-legacy-save.txt", "iptables-legacy-save -c");
  public static final ArtifactKind<RuleSet> IP6TABLES_LEGACY_SAVE =
      node("ip6tables-legacy-save", "ip6tables-legacy-save.txt", "ip6tables-legacy-save -c");
  public static final ArtifactKind<RuleSet> IPTABLES_NFT_SAVE =
      node("iptables-nft-save", "iptables-nft-save.txt", "iptables-nft-save -c");
  public static final ArtifactKind<RuleSet> NFT_RULESET =
      node("nft-ruleset", "nft-ruleset.txt", "nft -a list ruleset");
  public static final ArtifactKind<Ipsets> IPSET = node("ipset", "ipset.txt", "ipset save");
  public static final ArtifactKind<Ipvs> IPVS = node("ipvsadm", "ipvsadm.txt", "ipvsadm -Ln");

  /** Packet captures; the instance is the device. */
  public static final ArtifactKind<CaptureSummary> PCAP =
      node("pcap", "pcap/*.pcap", "tcpdump -n -s 128 -i DEVICE -w DEVICE.pcap");

  /** What tcpdump counted at the end of such a capture; the instance is the device. */
  public static final ArtifactKind<CaptureLog> PCAP_LOG =
      node("pcap-log", "pcap/*.txt", "tcpdump -n -s 128 -i DEVICE -w DEVICE.pcap");

  private Kinds() {}

  /** All kinds, in the order of this file. */
  public static List<ArtifactKind<?>> all() {
    return List.copyOf(ALL);
  }

  /** The kinds that hold API objects. */
  public static List<ArtifactKind<KubeList<KubeObject>>> objects() {
    return List.copyOf(OBJECTS);
  }

  private static ArtifactKind<KubeList<KubeObject>> kube(String plural) {
    return kube(plural, plural + ".json", "kubectl get -A -o json " + plural);
  }

  private static ArtifactKind<KubeList<KubeObject>> kube(
      String id, String pattern, String command) {
    return objects(new ArtifactKind<>(id, Scope.CLUSTER, pattern, command));
  }

  private static ArtifactKind<KubeList<KubeObject>> objects(
      ArtifactKind<KubeList<KubeObject>> kind) {
    OBJECTS.add(kind);
    return add(kind);
  }

  private static <T> ArtifactKind<T> node(String id, String file, String command) {
    return add(new ArtifactKind<>(id, Scope.NODE, file, command));
  }

  private static <T> ArtifactKind<T> add(ArtifactKind<T> kind) {
    ALL.add(kind);
    return kind;
  }
}
