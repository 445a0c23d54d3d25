package io.coldcase.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.coldcase.diag.SourceRef;
import io.coldcase.model.kube.Container;
import io.coldcase.model.kube.Meta;
import io.coldcase.model.kube.NetworkPolicy;
import io.coldcase.model.kube.NetworkPolicy.Peer;
import io.coldcase.model.kube.NetworkPolicy.Port;
import io.coldcase.model.kube.NetworkPolicy.Rule;
import io.coldcase.model.kube.Place;
import io.coldcase.model.kube.Pod;
import io.coldcase.model.kube.PodSpec;
import io.coldcase.model.kube.Selector;
import io.coldcase.net.Ip;
import io.coldcase.net.Prefix;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Each case restates one sentence of the API reference, NetworkPolicySpec. */
class PoliciesTest {
  private static final Map<String, Map<String, String>> NAMESPACES =
      Map.of("x", Map.of("ns", "x"), "y", Map.of("ns", "y"));
  private static final Pod XA = pod("x", "a", "10.0.0.1", false);
  private static final Pod XB = pod("x", "b", "10.0.0.2", false);
  private static final Pod YA = pod("y", "a", "10.0.1.1", false);
  private static final Pod HOST = pod("y", "host", "172.16.0.9", true);

  private static Meta meta(String kind, String ns, String name, Map<String, String> labels) {
    return new Meta(
        kind,
        ns,
        name,
        "",
        0,
        labels,
        Map.of(),
        Instant.EPOCH,
        Optional.empty(),
        List.of(),
        SourceRef.of("cluster/" + kind));
  }

  private static Pod pod(String ns, String name, String ip, boolean host) {
    Container c =
        new Container(
            "c",
            "",
            false,
            List.of(),
            List.of(),
            List.of(new Container.Port("web", 80, "TCP", 0, Place.NONE)),
            Map.of(),
            Map.of(),
            Map.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            false,
            false,
            Optional.empty(),
            Place.NONE);
    PodSpec spec =
        new PodSpec(
            List.of(c),
            host,
            "",
            Optional.empty(),
            List.of(),
            Map.of(),
            List.of(),
            false,
            "",
            "",
            "",
            "",
            List.of(),
            List.of(),
            List.of(),
            30,
            Place.NONE);
    return new Pod(
        meta("Pod", ns, name, Map.of("pod", name)),
        spec,
        "node-" + name,
        "Running",
        "",
        "",
        Optional.empty(),
        List.of(Ip.parse(ip)),
        Instant.EPOCH,
        List.of(),
        List.of());
  }

  private static Selector label(String key, String value) {
    return new Selector(Map.of(key, value), List.of());
  }

  private static NetworkPolicy policy(
      String ns, Selector pods, List<String> types, List<Rule> in, List<Rule> out) {
    return new NetworkPolicy(meta("NetworkPolicy", ns, "p", Map.of()), pods, types, in, out);
  }

  private static NetworkPolicy ingress(Rule... rules) {
    return policy("x", label("pod", "a"), List.of("Ingress"), List.of(rules), List.of());
  }

  private static Peer pods(Selector s) {
    return new Peer(Optional.empty(), List.of(), Optional.of(s), Optional.empty());
  }

  private static Peer namespaces(Selector s) {
    return new Peer(Optional.empty(), List.of(), Optional.empty(), Optional.of(s));
  }

  private static Peer both(Selector pods, Selector namespaces) {
    return new Peer(Optional.empty(), List.of(), Optional.of(pods), Optional.of(namespaces));
  }

  private static Peer block(String cidr, String... except) {
    return new Peer(
        Optional.of(Prefix.parse(cidr)),
        List.of(except).stream().map(Prefix::parse).toList(),
        Optional.empty(),
        Optional.empty());
  }

  private static boolean allowed(Pod from, Pod to, int port, NetworkPolicy... policies) {
    return new Policies(List.of(policies), List.of(), NAMESPACES)
        .denies(from, to, "TCP", port)
        .isEmpty();
  }

  private static Rule rule(List<Peer> peers, List<Port> ports) {
    return new Rule(peers, ports, Place.NONE);
  }

  private static Rule from(Peer... peers) {
    return rule(List.of(peers), List.of());
  }

  @Test
  void aPodThatNoPolicySelectsIsOpen() {
    assertThat(allowed(YA, XB, 80, ingress())).isTrue();
    assertThat(allowed(YA, XA, 80, ingress())).isFalse();
    assertThat(allowed(XA, YA, 80, ingress())).as("only ingress is isolated").isTrue();
  }

  @Test
  void anEmptyRuleAllowsEverybodyAndNoRuleNobody() {
    assertThat(allowed(YA, XA, 81, ingress(from()))).isTrue();
  }

  @Test
  void podSelectorAloneMeansTheOwnNamespace() {
    assertThat(allowed(XB, XA, 80, ingress(from(pods(label("pod", "b")))))).isTrue();
    assertThat(allowed(YA, XA, 80, ingress(from(pods(Selector.ALL))))).isFalse();
  }

  @Test
  void namespaceSelectorAloneMeansAllItsPods() {
    assertThat(allowed(YA, XA, 80, ingress(from(namespaces(label("ns", "y")))))).isTrue();
    assertThat(allowed(XB, XA, 80, ingress(from(namespaces(label("ns", "y")))))).isFalse();
    assertThat(allowed(YA, XA, 80, ingress(from(namespaces(Selector.ALL))))).isTrue();
  }

  @Test
  void bothSelectorsInOneItemMustHoldAndTwoItemsAddUp() {
    Selector a = label("pod", "a");
    Selector y = label("ns", "y");
    assertThat(allowed(XB, XA, 80, ingress(from(both(label("pod", "b"), y))))).isFalse();
    assertThat(allowed(YA, XA, 80, ingress(from(both(a, y))))).isTrue();
    assertThat(allowed(XB, XA, 80, ingress(from(pods(label("pod", "b")), namespaces(y))))).isTrue();
  }

  @Test
  void ipBlockTakesOutItsExceptions() {
    assertThat(allowed(YA, XA, 80, ingress(from(block("10.0.0.0/8"))))).isTrue();
    assertThat(allowed(YA, XA, 80, ingress(from(block("10.0.0.0/8", "10.0.1.0/24"))))).isFalse();
  }

  @Test
  void portsMayBeNumbersNamesOrRanges() {
    Rule web = rule(List.of(), List.of(new Port("TCP", "web", 0)));
    Rule range = rule(List.of(), List.of(new Port("TCP", "8000", 9000)));
    Rule udp = rule(List.of(), List.of(new Port("UDP", "80", 0)));
    assertThat(allowed(YA, XA, 80, ingress(web))).isTrue();
    assertThat(allowed(YA, XA, 81, ingress(web))).isFalse();
    assertThat(allowed(YA, XA, 8500, ingress(range))).isTrue();
    assertThat(allowed(YA, XA, 9001, ingress(range))).isFalse();
    assertThat(allowed(YA, XA, 80, ingress(udp))).isFalse();
    assertThat(allowed(YA, XA, 7, ingress(rule(List.of(), List.of(new Port("TCP", "", 0))))))
        .isTrue();
  }

  @Test
  void policiesAddUp() {
    assertThat(allowed(XB, XA, 80, ingress(), ingress(from(pods(label("pod", "b")))))).isTrue();
  }

  @Test
  void bothEndsMustAllow() {
    NetworkPolicy noEgress = policy("y", Selector.ALL, List.of("Egress"), List.of(), List.of());
    assertThat(allowed(YA, XA, 80, noEgress)).isFalse();
    assertThat(allowed(XA, YA, 80, noEgress)).isTrue();
    NetworkPolicy toX =
        policy(
            "y",
            Selector.ALL,
            List.of("Egress"),
            List.of(),
            List.of(from(namespaces(label("ns", "x")))));
    assertThat(allowed(YA, XA, 80, toX)).isTrue();
    assertThat(allowed(YA, XA, 80, toX, ingress())).isFalse();
  }

  @Test
  void hostNetworkPodsAreTakenByAddressOnly() {
    assertThat(allowed(HOST, XA, 80, ingress(from(namespaces(Selector.ALL))))).isFalse();
    assertThat(allowed(HOST, XA, 80, ingress(from(block("172.16.0.0/16"))))).isTrue();
    assertThat(
            allowed(
                HOST, XA, 80, policy("y", Selector.ALL, List.of("Egress"), List.of(), List.of())))
        .as("policies do not apply to host network pods")
        .isTrue();
  }
}
