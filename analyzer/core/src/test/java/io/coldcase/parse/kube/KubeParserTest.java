package io.coldcase.parse.kube;

import static org.assertj.core.api.Assertions.assertThat;

import io.coldcase.bundle.Artifact;
import io.coldcase.diag.ParseResult;
import io.coldcase.model.kube.ConfigMap;
import io.coldcase.model.kube.ContainerStatus;
import io.coldcase.model.kube.EndpointSlice;
import io.coldcase.model.kube.Event;
import io.coldcase.model.kube.KubeList;
import io.coldcase.model.kube.KubeNode;
import io.coldcase.model.kube.KubeObject;
import io.coldcase.model.kube.NetworkPolicy;
import io.coldcase.model.kube.PlainObject;
import io.coldcase.model.kube.Pod;
import io.coldcase.model.kube.Role;
import io.coldcase.model.kube.RoleBinding;
import io.coldcase.model.kube.Service;
import io.coldcase.model.kube.Workload;
import io.coldcase.net.Ip;
import io.coldcase.net.Prefix;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KubeParserTest {
  private static byte[] bytes(String fixture) throws IOException {
    try (InputStream in = KubeParserTest.class.getResourceAsStream("/kube/" + fixture)) {
      return Objects.requireNonNull(in, fixture).readAllBytes();
    }
  }

  private static ParseResult<KubeList<KubeObject>> parse(String path, byte[] content)
      throws IOException {
    return new KubeParser().parse(Artifact.of(path), new ByteArrayInputStream(content));
  }

  private static ParseResult<KubeList<KubeObject>> parse(String path, String content)
      throws IOException {
    return parse(path, content.getBytes(StandardCharsets.UTF_8));
  }

  private static <T extends KubeObject> T find(String fixture, Class<T> type, String name)
      throws IOException {
    ParseResult<KubeList<KubeObject>> r = parse("cluster/x.json", bytes(fixture));
    assertThat(r.status()).isEqualTo(ParseResult.Status.PARSED);
    return r.value().items().stream()
        .filter(o -> type.isInstance(o) && o.name().startsWith(name))
        .map(type::cast)
        .findFirst()
        .orElseThrow();
  }

  private static String line(String fixture, int n) throws IOException {
    return new String(bytes(fixture), StandardCharsets.UTF_8).lines().toList().get(n - 1).strip();
  }

  @Test
  void podOfACrashLoop() throws IOException {
    String file = "pods-crashloop-kubectl-1.34.json";
    Pod p = find(file, Pod.class, "coredns-");
    assertThat(p.namespace()).isEqualTo("kube-system");
    assertThat(p.meta().owners().get(0).kind()).isEqualTo("ReplicaSet");
    assertThat(p.spec().dnsPolicy()).isEqualTo("Default");
    assertThat(p.spec().serviceAccount()).isEqualTo("coredns");
    assertThat(p.spec().priorityClass()).isEqualTo("system-cluster-critical");
    assertThat(p.spec().configMaps()).contains("coredns");
    assertThat(p.spec().containers().get(0).limits()).containsEntry("memory", "170Mi");
    assertThat(p.spec().containers().get(0).readiness().orElseThrow().path()).isEqualTo("/ready");
    assertThat(p.ready()).isFalse();
    ContainerStatus s = p.statuses().get(0);
    assertThat(s.state().reason()).isEqualTo("CrashLoopBackOff");
    assertThat(s.last().exitCode()).isEqualTo(1);
    assertThat(s.last().finished()).isAfter(Instant.parse("2026-11-21T11:56:00Z"));
    assertThat(line(file, s.place().line())).contains("CrashLoopBackOff");
    assertThat(line(file, s.lastPlace().line())).isEqualTo("\"reason\": \"Error\",");
    assertThat(line(file, p.at().line())).contains(p.name());
    assertThat(line(file, p.condition("Ready").orElseThrow().place().line()))
        .isEqualTo("\"status\": \"False\",");
    assertThat(p.at(p.condition("Ready").orElseThrow()).pointer())
        .matches("/items/\\d/status/conditions/\\d");
  }

  @Test
  void containerPortsAndProbesKeepTheirPlace() throws IOException {
    String file = "pods-crashloop-kubectl-1.34.json";
    Pod p = find(file, Pod.class, "cart-");
    var c = p.spec().containers().get(0);
    assertThat(c.ports().get(0).name()).isEqualTo("api");
    assertThat(line(file, c.ports().get(0).place().line()))
        .isEqualTo("\"containerPort\": " + c.ports().get(0).number() + ",");
    var probe = c.readiness().orElseThrow();
    assertThat(probe.type()).isEqualTo("tcpSocket");
    assertThat(probe.port()).isEqualTo("api");
    assertThat(line(file, probe.place().line())).isEqualTo("\"port\": \"api\"");
  }

  @Test
  void services() throws IOException {
    String file = "services-kubectl-1.34.json";
    Service cart = find(file, Service.class, "cart");
    assertThat(cart.selector()).containsExactly(java.util.Map.entry("app", "cart"));
    assertThat(line(file, cart.selectorPlace().line())).isEqualTo("\"selector\": {");
    assertThat(cart.ports().get(0).targetPort()).isEqualTo("api");
    assertThat(line(file, cart.ports().get(0).place().line())).isEqualTo("\"targetPort\": \"api\"");
    Service dns = find(file, Service.class, "kube-dns");
    assertThat(dns.clusterIps()).containsExactly(Ip.parse("10.96.0.10"));
    assertThat(dns.ports()).hasSize(3);
    assertThat(find(file, Service.class, "db").headless()).isTrue();
    Service local = find(file, Service.class, "frontend-public");
    assertThat(local.externalTrafficPolicy()).isEqualTo("Local");
    assertThat(local.ports().get(0).nodePort()).isEqualTo(30080);
  }

  @Test
  void endpointSlicesNameTheirKindAfterTheEndpoints() throws IOException {
    EndpointSlice dns = find("endpointslices-kubectl-1.34.json", EndpointSlice.class, "kube-dns");
    assertThat(dns.serviceKey()).isEqualTo("kube-system/kube-dns");
    assertThat(dns.endpoints()).hasSize(2).noneMatch(EndpointSlice.Endpoint::ready);
    assertThat(dns.endpoints().get(0).target()).startsWith("coredns-");
    assertThat(dns.ports()).extracting(EndpointSlice.Port::name).contains("dns", "dns-tcp");
    EndpointSlice legacy = find("endpoints-kubectl-1.34.json", EndpointSlice.class, "cart");
    assertThat(legacy.legacy()).isTrue();
    assertThat(legacy.endpoints()).isNotEmpty().allMatch(EndpointSlice.Endpoint::ready);
  }

  @Test
  void events() throws IOException {
    String file = "events-core-v1.json";
    List<KubeObject> all = parse("cluster/events.json", bytes(file)).value().items();
    Event e = (Event) all.get(0);
    assertThat(e.reason()).isEqualTo("Starting");
    assertThat(e.regardingKind()).isEqualTo("Node");
    assertThat(e.host()).isEqualTo("cp1");
    assertThat(line(file, e.at().line())).isEqualTo("\"message\": \"Starting kubelet.\",");
    Event withEventTimeOnly = (Event) all.get(1);
    assertThat(withEventTimeOnly.last()).isEqualTo(Instant.parse("2026-11-21T11:56:18.028015Z"));
  }

  @Test
  void eventsOfTheNewApi() throws IOException {
    Event e =
        (Event)
            parse(
                    "cluster/events.json",
                    """
                    {"kind":"EventList","apiVersion":"events.k8s.io/v1","items":[{"metadata":{"name":"a.1",
                    "namespace":"shop","creationTimestamp":"2026-01-01T00:00:00Z"},
                    "eventTime":"2026-01-01T00:00:01.500000Z","series":{"count":7,
                    "lastObservedTime":"2026-01-01T00:05:00.000000Z"},"reportingController":"kubelet",
                    "reportingInstance":"w1","reason":"Unhealthy","note":"probe failed","type":"Warning",
                    "regarding":{"kind":"Pod","name":"a","namespace":"shop"}}]}
                    """)
                .value()
                .items()
                .get(0);
    assertThat(e.count()).isEqualTo(7);
    assertThat(e.message()).isEqualTo("probe failed");
    assertThat(e.source()).isEqualTo("kubelet");
    assertThat(e.host()).isEqualTo("w1");
    assertThat(e.first()).isEqualTo(Instant.parse("2026-01-01T00:00:01.5Z"));
    assertThat(e.last()).isEqualTo(Instant.parse("2026-01-01T00:05:00Z"));
    assertThat(e.regardingName()).isEqualTo("a");
  }

  @Test
  void node() throws IOException {
    String file = "nodes-kubectl-1.34.json";
    KubeNode n = find(file, KubeNode.class, "cp1");
    assertThat(n.podCidrs()).containsExactly(Prefix.parse("10.244.0.0/24"));
    assertThat(n.internalIps()).containsExactly(Ip.parse("172.30.0.11"));
    assertThat(n.maxPods()).isEqualTo(110);
    assertThat(n.kubeletPort()).isEqualTo(10250);
    assertThat(n.taints().get(0).key()).isEqualTo("node-role.kubernetes.io/control-plane");
    assertThat(n.condition("Ready").orElseThrow().isTrue()).isTrue();
    assertThat(n.kubeletVersion()).isEqualTo("v1.34.4");
    assertThat(line(file, n.podCidrPlace().line())).startsWith("\"podCIDR\":");
  }

  @Test
  void policyRbacAndWorkload() throws IOException {
    NetworkPolicy p =
        find("networkpolicies-kubectl-1.34.json", NetworkPolicy.class, "cart-from-shop");
    assertThat(p.types()).containsExactly("Ingress");
    assertThat(p.ingress().get(0).peers().get(0).namespaces().orElseThrow().labels())
        .containsEntry("team", "retail");
    assertThat(p.ingress().get(0).ports().get(0).port()).isEqualTo("api");
    Role r = find("rbac-kubectl-1.34.json", Role.class, "system:coredns");
    assertThat(r.rules()).anyMatch(x -> x.allows("", "services", "watch"));
    RoleBinding b = find("rbac-kubectl-1.34.json", RoleBinding.class, "system:coredns");
    assertThat(b.roleName()).isEqualTo("system:coredns");
    assertThat(b.subjects().get(0).namespace()).isEqualTo("kube-system");
    Workload w = find("deployments-kubectl-1.34.json", Workload.class, "coredns");
    assertThat(w.desired()).isEqualTo(2);
    assertThat(w.template().serviceAccount()).isEqualTo("coredns");
    assertThat(w.templateLabels()).containsEntry("k8s-app", "kube-dns");
    assertThat(w.conditions()).isNotEmpty();
  }

  @Test
  void concatenatedDocuments() throws IOException {
    ParseResult<KubeList<KubeObject>> r =
        parse("cluster/configmaps.json", bytes("configmaps-concatenated.json"));
    assertThat(r.status()).isEqualTo(ParseResult.Status.PARSED);
    assertThat(r.value().items())
        .extracting(KubeObject::name)
        .containsExactly(
            "kube-proxy", "kubeadm-config", "kubelet-config", "coredns", "kube-flannel-cfg");
    ConfigMap coredns = (ConfigMap) r.value().items().get(3);
    assertThat(coredns.value("Corefile")).contains("forward . /etc/resolv.conf");
    assertThat(line("configmaps-concatenated.json", coredns.at("Corefile", 3, "").line()))
        .startsWith("\"Corefile\": \".:53 {");
  }

  @Test
  void blockScalarsInYamlKeepTheirLines() throws IOException {
    ConfigMap m = find("configmap-coredns.yaml", ConfigMap.class, "coredns");
    assertThat(m.blocks()).isTrue();
    assertThat(line("configmap-coredns.yaml", m.at("Corefile", 13, "").line()))
        .isEqualTo("forward . /etc/resolv.conf {");
  }

  @Test
  void yamlListGivesWhatJsonGives() throws IOException {
    String yaml =
        """
        apiVersion: v1
        items:
        - apiVersion: v1
          kind: Service
          metadata: {name: a, namespace: x, annotations: {note: "colour \u001b[31mred"}}
          spec:
            clusterIP: 10.96.0.9
            ports:
            - {port: 80, targetPort: 8080}
        kind: List
        ---
        kind: Namespace
        apiVersion: v1
        metadata: {name: x, labels: {team: "on"}}
        """;
    ParseResult<KubeList<KubeObject>> r = parse("cluster/services.yaml", yaml);
    assertThat(r.warnings()).isEmpty();
    Service s = (Service) r.value().items().get(0);
    assertThat(s.ports().get(0).targetPort()).isEqualTo("8080");
    assertThat(s.meta().annotations().get("note")).startsWith("colour ");
    assertThat(r.value().items().get(1).meta().labels()).containsEntry("team", "on");
    assertThat(r.value().items().get(1).at().line()).isEqualTo(14);
  }

  @Test
  void listOfTheApiServerHasNoKindOnItems() throws IOException {
    String raw =
        "{\"kind\":\"PodList\",\"apiVersion\":\"v1\",\"items\":[{\"metadata\":{\"name\":\"a\"},"
            + "\"spec\":{\"nodeName\":\"w1\"}}]}";
    Pod p = (Pod) parse("cluster/some.json", raw).value().items().get(0);
    assertThat(p.nodeName()).isEqualTo("w1");
    assertThat(p.at().pointer()).isEqualTo("/items/0");
  }

  @Test
  void bareArray() throws IOException {
    String raw =
        "[{\"kind\":\"Lease\",\"metadata\":{\"name\":\"a\"},\"spec\":{\"renewTime\":\"t\"}}]";
    PlainObject o = (PlainObject) parse("cluster/leases.json", raw).value().items().get(0);
    assertThat(o.fields()).containsEntry("/spec/renewTime", "t");
  }

  @Test
  void truncatedFileKeepsWholeObjects() throws IOException {
    String whole = new String(bytes("services-kubectl-1.34.json"), StandardCharsets.UTF_8);
    String cut = whole.substring(0, whole.indexOf("\"name\": \"kube-dns\""));
    ParseResult<KubeList<KubeObject>> r = parse("cluster/services.json", cut);
    assertThat(r.status()).isEqualTo(ParseResult.Status.PARTIAL);
    assertThat(r.value().items()).isNotEmpty().noneMatch(o -> o.name().equals("kube-dns"));
    assertThat(r.warnings()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Error from server (Forbidden): pods is forbidden",
        "error: the server doesn't have a resource type \"x\"\n",
        "Unable to connect to the server: dial tcp 172.30.0.11:6443: connect: connection refused"
      })
  void errorTextIsNoObject(String text) throws IOException {
    ParseResult<KubeList<KubeObject>> r = parse("cluster/pods.json", text);
    assertThat(r.value().items()).isEmpty();
  }

  @Property(tries = 300)
  void anyBytesGiveAResult(@ForAll byte[] content) throws IOException {
    assertThat(parse("cluster/pods.json", content)).isNotNull();
  }

  @Property(tries = 300)
  void mutatedDumpsGiveAResult(
      @ForAll int at, @ForAll byte with, @ForAll int cut, @ForAll boolean yaml) throws IOException {
    byte[] b = bytes(yaml ? "configmap-coredns.yaml" : "pods-crashloop-kubectl-1.34.json");
    b[Math.floorMod(at, b.length)] = with;
    byte[] part = java.util.Arrays.copyOf(b, b.length - Math.floorMod(cut, b.length / 4));
    assertThat(parse("cluster/pods.json", part).value().items()).hasSizeLessThan(4);
  }
}
