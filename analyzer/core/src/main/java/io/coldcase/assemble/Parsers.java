package io.coldcase.assemble;

import io.coldcase.bundle.Artifact;
import io.coldcase.bundle.ArtifactKind;
import io.coldcase.bundle.ArtifactKind.Scope;
import io.coldcase.model.Kinds;
import io.coldcase.model.filter.RulePool;
import io.coldcase.parse.Parser;
import io.coldcase.parse.TextParser;
import io.coldcase.parse.cni.CniBinLines;
import io.coldcase.parse.cni.CniConfLines;
import io.coldcase.parse.cni.CniStateLines;
import io.coldcase.parse.conntrack.ConntrackLines;
import io.coldcase.parse.counters.ConntrackStatLines;
import io.coldcase.parse.counters.DeviceCounterLines;
import io.coldcase.parse.counters.NstatLines;
import io.coldcase.parse.counters.SoftnetLines;
import io.coldcase.parse.device.BondLines;
import io.coldcase.parse.device.BridgePortLines;
import io.coldcase.parse.device.EthtoolLines;
import io.coldcase.parse.device.QdiscLines;
import io.coldcase.parse.ip.JsonAsText;
import io.coldcase.parse.ip.RouteLines;
import io.coldcase.parse.ipset.IpsetParser;
import io.coldcase.parse.iptables.IptablesParser;
import io.coldcase.parse.ipvs.IpvsParser;
import io.coldcase.parse.kube.ApiHealthLines;
import io.coldcase.parse.kube.KubeParser;
import io.coldcase.parse.kube.KubeVersionLines;
import io.coldcase.parse.kube.ManifestParser;
import io.coldcase.parse.kubelet.KubeProxyLines;
import io.coldcase.parse.kubelet.KubeletLines;
import io.coldcase.parse.log.LogParser;
import io.coldcase.parse.meta.MetaLines;
import io.coldcase.parse.netns.NetnsLines;
import io.coldcase.parse.nft.NftParser;
import io.coldcase.parse.pcap.CaptureLogLines;
import io.coldcase.parse.pcap.CaptureParser;
import io.coldcase.parse.probe.ProbeParser;
import io.coldcase.parse.resolv.ResolverLines;
import io.coldcase.parse.runtime.ContainerParser;
import io.coldcase.parse.runtime.RuntimeLines;
import io.coldcase.parse.runtime.SandboxParser;
import io.coldcase.parse.ss.SocketLines;
import io.coldcase.parse.sysctl.SysctlParser;
import io.coldcase.parse.system.CertLines;
import io.coldcase.parse.system.LimitLines;
import io.coldcase.parse.system.MachineIdLines;
import io.coldcase.parse.system.ModuleLines;
import io.coldcase.parse.system.ProxyLines;
import io.coldcase.parse.system.ResourceLines;
import io.coldcase.parse.system.SectionLines;
import io.coldcase.parse.system.SysctlFileLines;
import io.coldcase.parse.system.VersionLines;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which parser reads which kind of artifact: one line each. */
final class Parsers {
  private static final IptablesParser IPTABLES = new IptablesParser(new RulePool());
  private static final List<Binding<?>> FORMATS =
      List.of(
          bind(Kinds.IP_ADDR, TextParser.sampled(JsonAsText.links())),
          bind(Kinds.IP_LINK, TextParser.sampled(JsonAsText.links())),
          bind(Kinds.IP_ROUTE, TextParser.whole(JsonAsText.routes(RouteLines::new))),
          bind(Kinds.IP6_ROUTE, TextParser.whole(JsonAsText.routes(RouteLines::ipv6))),
          bind(Kinds.IP_RULE, TextParser.whole(JsonAsText.rules())),
          bind(Kinds.IP_NEIGH, TextParser.whole(JsonAsText.neighbours())),
          bind(Kinds.BRIDGE_FDB, TextParser.whole(JsonAsText.fdb())),
          bind(Kinds.SS, TextParser.sampled(SocketLines::new)),
          bind(Kinds.RESOLV, TextParser.whole(ResolverLines::new)),
          bind(Kinds.META, TextParser.whole(MetaLines::new)),
          bind(Kinds.SYSCTL, new SysctlParser()),
          bind(Kinds.POD_LOGS, new LogParser()),
          bind(Kinds.KUBELET_LOG, new LogParser()),
          bind(Kinds.RUNTIME_LOG, new LogParser()),
          bind(Kinds.NET_LOG, new LogParser()),
          bind(Kinds.DMESG, new LogParser()),
          bind(Kinds.PROBES, new ProbeParser()),
          bind(Kinds.PROBES_POD, new ProbeParser()),
          bind(Kinds.IPTABLES_SAVE, IPTABLES),
          bind(Kinds.IP6TABLES_SAVE, IPTABLES),
          bind(Kinds.IP6TABLES_LEGACY_SAVE, IPTABLES),
          bind(Kinds.IPTABLES_LEGACY_SAVE, IPTABLES),
          bind(Kinds.IPTABLES_NFT_SAVE, IPTABLES),
          bind(Kinds.BRIDGE_LINK, TextParser.whole(BridgePortLines::new)),
          bind(Kinds.NSTAT, TextParser.sampled(NstatLines::new)),
          bind(Kinds.SOFTNET, TextParser.sampled(SoftnetLines::new)),
          bind(Kinds.CONNTRACK_STATS, TextParser.sampled(ConntrackStatLines::new)),
          bind(Kinds.CONNTRACK_SAMPLE, TextParser.whole(ConntrackLines::new)),
          bind(Kinds.ETHTOOL, TextParser.whole(EthtoolLines::new)),
          bind(Kinds.ETHTOOL_STATS, TextParser.sampled(DeviceCounterLines::new)),
          bind(Kinds.TC, TextParser.whole(QdiscLines::new)),
          bind(Kinds.BONDING, TextParser.whole(BondLines::new)),
          bind(Kinds.CNI_CONF, TextParser.whole(CniConfLines::new)),
          bind(Kinds.CNI_BIN, TextParser.whole(CniBinLines::new)),
          bind(Kinds.CNI_STATE, TextParser.whole(CniStateLines::new)),
          bind(Kinds.KUBELET, TextParser.whole(KubeletLines::new)),
          bind(Kinds.KUBE_PROXY, TextParser.whole(KubeProxyLines::new)),
          bind(Kinds.RUNTIME, TextParser.whole(RuntimeLines::new)),
          bind(Kinds.CRICTL_PODS, new SandboxParser()),
          bind(Kinds.CRICTL_CONTAINERS, new ContainerParser()),
          bind(Kinds.CERTS, TextParser.whole(CertLines::new)),
          bind(Kinds.MACHINE_ID, TextParser.whole(MachineIdLines::new)),
          bind(Kinds.LIMITS, TextParser.whole(LimitLines::new)),
          bind(Kinds.RESOURCES, TextParser.sampled(ResourceLines::new)),
          bind(Kinds.PROXY_ENV, TextParser.whole(ProxyLines::new)),
          bind(Kinds.IPTABLES_VERSION, TextParser.whole(VersionLines::new)),
          bind(Kinds.MODULES, TextParser.whole(ModuleLines::new)),
          bind(Kinds.SYSCTL_FILES, TextParser.whole(SysctlFileLines::new)),
          bind(Kinds.FIREWALL, TextParser.whole(SectionLines::new)),
          bind(Kinds.EXEC, TextParser.whole(SectionLines::new)),
          bind(Kinds.TIME, TextParser.whole(SectionLines::new)),
          bind(Kinds.NETCFG, TextParser.whole(SectionLines::new)),
          bind(Kinds.NETNS, TextParser.whole(NetnsLines::new)),
          bind(Kinds.NFT_RULESET, new NftParser()),
          bind(Kinds.IPSET, new IpsetParser()),
          bind(Kinds.IPVS, new IpvsParser()),
          bind(Kinds.PCAP, new CaptureParser()),
          bind(Kinds.PCAP_LOG, TextParser.whole(CaptureLogLines::new)));
  private static final List<Binding<?>> ALL = new ArrayList<>();
  private static final Map<String, Binding<?>> EXACT = new HashMap<>();

  static {
    KubeParser kube = new KubeParser();
    Kinds.objects().forEach(k -> ALL.add(bind(k, kube)));
    ALL.add(bind(Kinds.MANIFESTS, new ManifestParser()));
    ALL.add(bind(Kinds.READYZ, TextParser.whole(ApiHealthLines::new)));
    ALL.add(bind(Kinds.VERSION, TextParser.whole(KubeVersionLines::new)));
    ALL.add(bind(Kinds.API_ERRORS, TextParser.whole(ApiHealthLines::new)));
    ALL.addAll(FORMATS);
    for (Binding<?> b : ALL) {
      EXACT.put(b.kind().scope() + "/" + b.kind().pattern(), b);
    }
  }

  private Parsers() {}

  /** A kind and the parser that reads it. */
  record Binding<T>(ArtifactKind<T> kind, Parser<T> parser) {}

  /** A binding and the instance that an artifact is of it. */
  record Match(Binding<?> binding, String instance) {}

  static Optional<Match> find(Artifact artifact) {
    Scope scope = artifact.cluster() ? Scope.CLUSTER : Scope.NODE;
    Binding<?> exact = EXACT.get(scope + "/" + artifact.name());
    if (exact != null) {
      return Optional.of(new Match(exact, ""));
    }
    for (Binding<?> b : ALL) {
      if (b.kind().scope() == scope && b.kind().pattern().indexOf('*') >= 0) {
        Optional<String> instance = b.kind().instance(artifact.name());
        if (instance.isPresent()) {
          return Optional.of(new Match(b, instance.get()));
        }
      }
    }
    return Optional.empty();
  }

  private static <T> Binding<T> bind(ArtifactKind<T> kind, Parser<T> parser) {
    return new Binding<>(kind, parser);
  }
}
