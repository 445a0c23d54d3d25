package io.coldcase.fact;

import io.coldcase.bundle.ArtifactKind;
import io.coldcase.diag.SourceRef;
import io.coldcase.finding.Evidence;
import io.coldcase.model.Cluster;
import io.coldcase.model.Kinds;
import io.coldcase.model.Node;
import io.coldcase.model.host.CniBin;
import io.coldcase.model.host.CniConf;
import io.coldcase.model.host.CniFile;
import io.coldcase.model.host.CniPlugin;
import io.coldcase.model.host.CniState;
import io.coldcase.model.host.ContainerRuntime;
import io.coldcase.model.host.FileEntry;
import io.coldcase.model.host.Iface;
import io.coldcase.model.host.IfaceAddr;
import io.coldcase.model.host.Setting;
import io.coldcase.model.kube.Condition;
import io.coldcase.model.kube.ConfigMap;
import io.coldcase.model.kube.ContainerStatus;
import io.coldcase.model.kube.KubeNode;
import io.coldcase.model.kube.Pod;
import io.coldcase.net.Ip;
import io.coldcase.net.Prefix;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** What the CNI configuration, the plugin directory and the plugin's agent of a node add up to. */
public final class CniFacts {
  /** A container that is in this state waits for somebody to change something. */
  private static final Set<String> STUCK =
      Set.of(
          "CrashLoopBackOff",
          "ImagePullBackOff",
          "ErrImagePull",
          "InvalidImageName",
          "CreateContainerConfigError",
          "RunContainerError");

  private static final String LOOPBACK = "loopback";
  private static final Pattern CONF_DIR = Pattern.compile("/(net|conf)[^/]*$");
  private static final Pattern BIN_DIR = Pattern.compile("/[^/]*(bin|libexec)[^/]*$");

  private CniFacts() {}

  /**
   * The configuration directory of a node was read and holds nothing that a runtime loads.
   *
   * @param everywhere true when no node of which the directory was read has a configuration
   * @param agentKnown true when the cluster has a DaemonSet of a known plugin
   */
  public record NoConfig(
      String node, boolean everywhere, boolean agentKnown, SourceRef at, List<Evidence> more) {
    public NoConfig {
      more = List.copyOf(more);
    }
  }

  /** The file that sorts first in the directory is not one that a runtime can load. */
  public record BrokenConfig(String node, String path, String reason, SourceRef at) {}

  /**
   * A plugin that the active configuration needs is not in the plugin directory or cannot run.
   *
   * @param wrong absent, empty, not executable
   * @param elsewhere true when the runtime looks in another directory than the one listed
   * @param failures events in which the runtime misses it
   */
  public record MissingPlugin(
      String node,
      String plugin,
      String wrong,
      boolean elsewhere,
      SourceRef confAt,
      SourceRef listingAt,
      List<Evidence> failures) {
    public MissingPlugin {
      failures = List.copyOf(failures);
    }

    /** True when the runtime was seen to miss it. */
    public boolean seen() {
      return !failures.isEmpty();
    }
  }

  /**
   * The file that sorts first is not the one of the plugin whose agent runs in the cluster.
   *
   * @param pods pods that already got an address from the wrong network
   */
  public record ForeignConfig(
      String node,
      String path,
      String network,
      String type,
      String agent,
      SourceRef at,
      SourceRef shadowedAt,
      List<Evidence> pods) {
    public ForeignConfig {
      pods = List.copyOf(pods);
    }

    public boolean used() {
      return !pods.isEmpty();
    }
  }

  /**
   * The plugin's DaemonSet has no working pod on a node, and the node shows that it lacks it.
   *
   * @param reason why there is none: absent, or what its container waits for
   * @param crashed true when it starts and ends: its own log knows more
   */
  public record AgentMissing(
      String node,
      String namespace,
      String daemonSet,
      String reason,
      boolean crashed,
      SourceRef at,
      List<Evidence> harm) {
    public AgentMissing {
      harm = List.copyOf(harm);
    }
  }

  /**
   * The runtime looks for configurations or plugins in a directory that the agent does not fill.
   */
  public record OtherDirectory(
      String node,
      String what,
      String runtimes,
      String agents,
      SourceRef at,
      SourceRef agentAt,
      List<Evidence> harm) {
    public OtherDirectory {
      harm = List.copyOf(harm);
    }

    /** True when pods of the node suffer from it. */
    public boolean harmful() {
      return !harm.isEmpty();
    }
  }

  /**
   * The bridge of the active network holds no address of the node's pod range.
   *
   * @param failures events in which the bridge plugin refuses to change it
   */
  public record BridgeMismatch(
      String node,
      String bridge,
      String has,
      String range,
      SourceRef at,
      SourceRef rangeAt,
      List<Evidence> failures) {
    public BridgeMismatch {
      failures = List.copyOf(failures);
    }

    /** True when the plugin was seen to refuse. */
    public boolean seen() {
      return !failures.isEmpty();
    }
  }

  /** A plugin refuses the cniVersion of the active configuration. */
  public record VersionRefused(String node, String path, SourceRef at, List<Evidence> failures) {
    public VersionRefused {
      failures = List.copyOf(failures);
    }
  }

  /** flannel's network does not contain the pod range of a node. */
  public record NetworkMismatch(
      String node, String network, String podCidr, SourceRef at, SourceRef nodeAt) {}

  static void derive(Cluster cluster, Consumer<Object> facts) {
    Optional<CniAgent> agent = CniAgent.of(cluster);
    List<SandboxFailure> failures = SandboxFailure.all(cluster);
    boolean anyConfig = false;
    for (Node n : cluster.nodes()) {
      anyConfig |= n.get(Kinds.CNI_CONF).filter(c -> !c.candidates().isEmpty()).isPresent();
    }
    for (Node n : cluster.nodes()) {
      Optional<CniConf> conf = n.get(Kinds.CNI_CONF);
      boolean none = conf.filter(c -> c.listed() && c.candidates().isEmpty()).isPresent();
      if (none) {
        facts.accept(
            new NoConfig(
                n.name(),
                !anyConfig,
                agent.isPresent(),
                artifact(n, Kinds.CNI_CONF, "no .conf, .conflist or .json file"),
                notReady(n)));
      }
      conf.ifPresent(c -> broken(n, c, facts));
      conf.flatMap(CniConf::active).ifPresent(f -> plugins(n, f, failures, facts));
      conf.flatMap(CniConf::active).ifPresent(f -> version(n, f, failures, facts));
      bridge(n, failures, facts);
      agent.ifPresent(
          a -> {
            conf.ifPresent(c -> foreign(cluster, n, c, a, facts));
            List<OtherDirectory> others = directories(n, a, failures);
            others.forEach(facts);
            missing(cluster, n, a, none, others.isEmpty(), failures, facts);
          });
    }
    networks(cluster, facts);
  }

  private static SourceRef artifact(Node n, ArtifactKind<?> kind, String text) {
    return SourceRef.of(kind.path(n.name())).withText(text);
  }

  /** What the runtime and the Node object say about the network of a node that is not ready. */
  private static List<Evidence> notReady(Node n) {
    List<Evidence> more = new ArrayList<>();
    n.get(Kinds.RUNTIME)
        .map(r -> r.conditions().get("NetworkReady"))
        .filter(c -> !c.status())
        .ifPresent(
            c -> more.add(new Evidence(c.at(), "the runtime reports its network as not ready")));
    n.object()
        .ifPresent(
            o ->
                networkNotReady(o)
                    .ifPresent(
                        c -> more.add(new Evidence(o.at(c), "the node is not ready for pods"))));
    return more;
  }

  private static Optional<Condition> networkNotReady(KubeNode o) {
    return o.condition("Ready")
        .filter(
            c ->
                !c.isTrue()
                    && (c.message().contains("NetworkPluginNotReady")
                        || c.message().contains("cni plugin not initialized")
                        || c.message().contains("NetworkReady=false")));
  }

  private static void broken(Node n, CniConf conf, Consumer<Object> facts) {
    Optional<CniFile> first = conf.candidates().stream().findFirst();
    if (first.isEmpty() || first.get().usable()) {
      return;
    }
    CniFile f = first.get();
    String reason =
        f.error().isPresent()
            ? "is not valid JSON: " + firstLine(f.error().get().text())
            : f.name().isEmpty()
                ? "names no network"
                : f.plugins().isEmpty() ? "lists no plugin" : "has a plugin without a type";
    facts.accept(
        new BrokenConfig(n.name(), f.path(), reason, f.error().map(Setting::at).orElse(f.at())));
  }

  private static String firstLine(String text) {
    int nl = text.indexOf('\n');
    return nl < 0 ? text : text.substring(0, nl);
  }

  private static void version(
      Node n, CniFile file, List<SandboxFailure> failures, Consumer<Object> facts) {
    Setting version = file.settings().get("cniVersion");
    if (version == null) {
      return;
    }
    // of the version that the file asks for now: it may have been mended since
    List<Evidence> refused =
        evidence(n, failures, "version", version.text(), "a plugin does not know this version");
    if (!refused.isEmpty()) {
      facts.accept(new VersionRefused(n.name(), file.path(), version.at(), refused));
    }
  }

  private static void plugins(
      Node n, CniFile file, List<SandboxFailure> failures, Consumer<Object> facts) {
    Optional<CniBin> bin = n.get(Kinds.CNI_BIN).filter(b -> !b.directories().isEmpty());
    if (bin.isEmpty()) {
      return;
    }
    Map<String, SourceRef> needed = new LinkedHashMap<>();
    for (CniPlugin p : file.plugins()) {
      needed.put(p.type(), p.at());
      p.setting("ipam/type").ifPresent(s -> needed.put(s.text(), s.at()));
      if (p.type().equals("flannel")) {
        // it delegates to bridge and host-local unless told otherwise
        Setting type = p.settings().get("delegate/type");
        needed.put(type == null ? "bridge" : type.text(), type == null ? p.at() : type.at());
        Setting ipam = p.settings().get("delegate/ipam/type");
        needed.put(ipam == null ? "host-local" : ipam.text(), p.at());
      }
    }
    // older runtimes bring a sandbox's lo up with a plugin that no configuration names
    if (!evidence(n, failures, "plugin-missing", LOOPBACK, "").isEmpty()) {
      needed.put(LOOPBACK, file.at());
    }
    boolean elsewhere = elsewhere(n, bin.get());
    needed.forEach(
        (type, at) -> {
          Optional<FileEntry> entry = bin.get().plugin(type);
          String wrong =
              entry.isEmpty()
                  ? "absent"
                  : entry.get().size() == 0
                      ? "empty"
                      : entry.get().executable() ? "" : "not executable";
          if (!wrong.isEmpty() && !type.isEmpty()) {
            facts.accept(
                new MissingPlugin(
                    n.name(),
                    type,
                    wrong,
                    elsewhere,
                    at,
                    entry
                        .map(FileEntry::at)
                        .orElse(artifact(n, Kinds.CNI_BIN, "no file " + type + " in the listing")),
                    evidence(n, failures, "plugin-missing", type, "the runtime misses it")));
          }
        });
  }

  /** The first few failures of a kind on a node that are still going on, as evidence. */
  private static List<Evidence> evidence(
      Node n, List<SandboxFailure> failures, String kind, String detail, String why) {
    return failures.stream()
        .filter(
            f ->
                f.node().equals(n.name())
                    && f.kind().equals(kind)
                    && f.ongoing()
                    && (detail.isEmpty() || f.detail().equals(detail)))
        .limit(2)
        .map(f -> new Evidence(f.at(), why))
        .toList();
  }

  /** True when the runtime's plugin directory is known and was not among those listed. */
  private static boolean elsewhere(Node n, CniBin bin) {
    return n.get(Kinds.RUNTIME)
        .flatMap(ContainerRuntime::binDir)
        .filter(d -> !d.text().equals("/opt/cni/bin") && !bin.directories().contains(d.text()))
        .isPresent();
  }

  private static void foreign(
      Cluster cluster, Node n, CniConf conf, CniAgent agent, Consumer<Object> facts) {
    Optional<CniFile> active = conf.active();
    if (active.isEmpty() || active.get().plugin(agent.type()).isPresent()) {
      return;
    }
    Optional<CniFile> own =
        conf.candidates().stream().filter(f -> f.plugin(agent.type()).isPresent()).findFirst();
    CniFile file = active.get();
    boolean meta = file.plugins().stream().anyMatch(p -> p.type().equals("multus"));
    if (own.isEmpty() || meta || severalNetworks(n)) {
      return;
    }
    List<Evidence> pods = new ArrayList<>();
    for (CniState.Reservation r :
        n.get(Kinds.CNI_STATE).map(CniState::reservations).orElse(List.of())) {
      if (r.network().equals(file.name())) {
        String who = cluster.podByIp(r.ip()).map(p -> "pod " + p.key()).orElse("a pod");
        pods.add(new Evidence(r.at(), who + " got " + r.ip() + " from the wrong network"));
      }
    }
    if (pods.isEmpty()) {
      outside(cluster, n, pods);
    }
    facts.accept(
        new ForeignConfig(
            n.name(),
            file.path(),
            file.name(),
            file.plugins().get(0).type(),
            agent.type(),
            file.plugins().get(0).at(),
            own.get().at(),
            pods.subList(0, Math.min(pods.size(), 3))));
  }

  /** Pods of the node whose address lies outside the node's pod ranges. */
  private static void outside(Cluster cluster, Node n, List<Evidence> pods) {
    if (n.object().isEmpty() || n.object().get().podCidrs().isEmpty()) {
      return;
    }
    for (Pod p : cluster.podsOn(n.name())) {
      if (!p.spec().hostNetwork() && !p.finished() && !p.ips().isEmpty()) {
        Ip ip = p.ips().get(0);
        if (n.object().get().podCidrs().stream().noneMatch(c -> c.contains(ip))) {
          pods.add(
              new Evidence(
                  p.at().withText(p.key() + " " + ip),
                  "its address lies outside the pod range of the node"));
        }
      }
    }
  }

  /** containerd loads several networks when max_conf_num is not 1. */
  private static boolean severalNetworks(Node n) {
    return n.get(Kinds.RUNTIME)
        .map(r -> r.info().get("config/cni/maxConfNum"))
        .filter(s -> !s.text().equals("1"))
        .isPresent();
  }

  private static void missing(
      Cluster cluster,
      Node n,
      CniAgent agent,
      boolean noConfig,
      boolean sameDirectories,
      List<SandboxFailure> failures,
      Consumer<Object> facts) {
    if (!cluster.complete(Kinds.PODS) || n.object().isEmpty()) {
      return;
    }
    Optional<Pod> pod = agent.podOn(cluster, n.name());
    String state = pod.map(CniFacts::notRunning).orElse("there is none");
    List<Evidence> harm = notReady(n);
    boolean undone = state.isEmpty() && noConfig && !harm.isEmpty() && sameDirectories;
    String reason = undone ? "it runs, and what it had installed is gone" : state;
    if (reason.isEmpty()) {
      return;
    }
    if (noConfig) {
      harm.add(
          new Evidence(
              artifact(n, Kinds.CNI_CONF, "no .conf, .conflist or .json file"),
              "nobody installed a CNI configuration on this node"));
    }
    harm.addAll(
        evidence(n, failures, "no-subnet", "", "what the agent writes on its node is not there"));
    pod.filter(p -> STUCK.contains(reason))
        .ifPresent(p -> harm.add(new Evidence(statusAt(p), "it does not come up by itself")));
    if (harm.isEmpty()) {
      return;
    }
    SourceRef at = pod.map(p -> statusAt(p)).orElse(agent.daemonSet().at().withText(counts(agent)));
    facts.accept(
        new AgentMissing(
            n.name(),
            agent.daemonSet().namespace(),
            agent.daemonSet().name(),
            reason,
            pod.filter(p -> p.restarts() > 0).isPresent(),
            at,
            harm));
  }

  private static String counts(CniAgent agent) {
    return "DaemonSet "
        + agent.daemonSet().key()
        + ": "
        + agent.daemonSet().ready()
        + " ready of "
        + agent.daemonSet().desired();
  }

  /** Why a pod of the agent does not work; empty when it runs. */
  private static String notRunning(Pod p) {
    for (ContainerStatus s : p.statuses()) {
      if (s.state().phase().equals("waiting")) {
        return s.state().reason().isEmpty() ? "waiting" : s.state().reason();
      }
      if (!s.init() && s.state().phase().equals("terminated")) {
        return s.state().reason();
      }
    }
    return p.phase().equals("Running") ? "" : p.phase();
  }

  private static SourceRef statusAt(Pod p) {
    for (ContainerStatus s : p.statuses()) {
      if (!s.state().phase().equals("running") && !s.state().reason().equals("Completed")) {
        return p.at(s.place(), s.name() + ": " + s.state().phase() + " " + s.state().reason());
      }
    }
    return p.at().withText(p.key() + " " + p.phase());
  }

  /** Where the agent installs its files and the runtime looks for them elsewhere. */
  private static List<OtherDirectory> directories(
      Node n, CniAgent agent, List<SandboxFailure> failures) {
    Optional<ContainerRuntime> runtime = n.get(Kinds.RUNTIME);
    List<Evidence> harm = new ArrayList<>(notReady(n));
    harm.addAll(evidence(n, failures, "plugin-missing", "", "the runtime misses a plugin"));
    List<OtherDirectory> found = new ArrayList<>();
    runtime
        .flatMap(ContainerRuntime::confDir)
        .flatMap(s -> other(n, agent, "configuration", s, CONF_DIR, harm))
        .ifPresent(found::add);
    runtime
        .flatMap(ContainerRuntime::binDir)
        .flatMap(s -> other(n, agent, "plugin", s, BIN_DIR, harm))
        .ifPresent(found::add);
    return found;
  }

  /** Compares with the agent's host paths whose last name is like that of such a directory. */
  private static Optional<OtherDirectory> other(
      Node n, CniAgent agent, String what, Setting runtimes, Pattern last, List<Evidence> harm) {
    String mine = trimmed(runtimes.text());
    List<String> like =
        agent.daemonSet().template().hostPaths().stream()
            .map(CniFacts::trimmed)
            .filter(p -> p.contains("cni") && last.matcher(p).find())
            .toList();
    return mine.isEmpty() || like.isEmpty() || like.contains(mine)
        ? Optional.empty()
        : Optional.of(
            new OtherDirectory(
                n.name(),
                what,
                mine,
                like.get(0),
                runtimes.at(),
                agent.daemonSet().at().withText("hostPath " + like.get(0)),
                harm));
  }

  private static String trimmed(String path) {
    return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
  }

  private static void bridge(Node n, List<SandboxFailure> failures, Consumer<Object> facts) {
    Optional<Setting> subnet = n.get(Kinds.CNI_STATE).flatMap(s -> s.flannel("FLANNEL_SUBNET"));
    Optional<Prefix> range = subnet.flatMap(s -> Prefix.tryParse(s.text()));
    Optional<CniPlugin> flannel =
        n.get(Kinds.CNI_CONF).flatMap(CniConf::active).flatMap(f -> f.plugin("flannel"));
    if (range.isEmpty() || flannel.isEmpty()) {
      return;
    }
    Setting named = flannel.get().settings().get("delegate/bridge");
    String name = named == null ? "cni0" : named.text();
    Optional<Iface> dev = HostLinks.of(n).named(name);
    List<IfaceAddr> own =
        dev.map(Iface::addresses).orElse(List.of()).stream().filter(a -> !a.ip().v6()).toList();
    if (!own.isEmpty() && own.stream().noneMatch(a -> range.get().contains(a.ip()))) {
      facts.accept(
          new BridgeMismatch(
              n.name(),
              name,
              own.get(0).ip() + "/" + own.get(0).prefixLength(),
              range.get().toString(),
              own.get(0).at(),
              subnet.get().at(),
              evidence(n, failures, "bridge-address", "", "the bridge plugin refuses to go on")));
    }
  }

  private static void networks(Cluster cluster, Consumer<Object> facts) {
    for (ConfigMap m : cluster.objects(ConfigMap.class)) {
      String json = m.value("net-conf.json");
      int from = json.indexOf("\"Network\"");
      int open = from < 0 ? -1 : json.indexOf('"', json.indexOf(':', from) + 1);
      int close = open < 0 ? -1 : json.indexOf('"', open + 1);
      Optional<Prefix> network =
          close < 0 ? Optional.empty() : Prefix.tryParse(json.substring(open + 1, close));
      if (network.isEmpty()) {
        continue;
      }
      for (KubeNode o : cluster.objects(KubeNode.class)) {
        o.podCidrs().stream()
            .filter(c -> c.v6() == network.get().v6() && !network.get().contains(c))
            .findFirst()
            .ifPresent(
                c ->
                    facts.accept(
                        new NetworkMismatch(
                            o.name(),
                            network.get().toString(),
                            c.toString(),
                            m.at("net-conf.json", 1, "Network: " + network.get()),
                            o.at(o.podCidrPlace(), c.toString()))));
      }
    }
  }
}
