package io.coldcase.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.coldcase.assemble.Assembler;
import io.coldcase.diag.SourceRef;
import io.coldcase.model.Cluster;
import io.coldcase.model.kube.Pod;
import io.coldcase.net.Protocol;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code coldcase trace} must name in recordings: the line that stopped the packet. */
class RecordedTracesTest {
  private static final Path SAMPLES = Path.of("../../samples").toAbsolutePath().normalize();

  private static Cluster sample(String name) throws IOException {
    return Assembler.load(SAMPLES.resolve(name).resolve("bundle.tar.xz")).cluster();
  }

  /** The end of a question: {@code client@w1} is the client pod of that node. */
  private static String end(Cluster cluster, String word) {
    int at = word.indexOf('@');
    return at < 0
        ? word
        : "pod:"
            + cluster.podsOn(word.substring(at + 1)).stream()
                .filter(p -> p.name().startsWith(word.substring(0, at)))
                .map(Pod::key)
                .findFirst()
                .orElseThrow();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          faults/node-firewall-blocks-cluster-ports/node-firewall-blocks-overlay|client@w1|db@w2|DROPPED|w2|node/w2/iptables-save.txt|--dport 8472
          faults/forward-policy-drop-docker/recorded|client@w1|db@w2|DROPPED|w1|node/w1/iptables-save.txt|:FORWARD DROP
          faults/pod-route-missing/recorded|client@w1|db@w2|NO_ROUTE|w1|node/w1/ip-route.txt|default via
          faults/ip-forward-disabled/recorded|client@w2|db@w1|DROPPED|w2|node/w2/sysctl.txt|net.ipv4.ip_forward = 0
          faults/apiserver-blocked-from-node/recorded|node:w1|172.30.0.11:6443|DROPPED|w1|node/w1/iptables-save.txt|--dport 6443 -j DROP
          """)
  void namesTheLineThatStopsThePacket(
      String sample,
      String from,
      String to,
      Verdict verdict,
      String place,
      String file,
      String text)
      throws IOException {
    Cluster c = sample(sample);
    int port = to.startsWith("db") ? 6379 : 0;
    Trace t =
        new Question(end(c, from), end(c, to), Protocol.TCP, port, 60, false)
            .ask(c)
            .trace()
            .orElseThrow();
    assertThat(t.outcomes())
        .isNotEmpty()
        .allSatisfy(
            o -> {
              SourceRef at = o.decided().at().orElseThrow();
              assertThat(o.verdict()).isEqualTo(verdict);
              assertThat(o.place()).isEqualTo(place);
              assertThat(at.artifact()).isEqualTo(file);
              assertThat(at.text()).contains(text);
              assertThat(at.line()).isPositive();
            });
  }

  @ParameterizedTest
  @CsvSource({"iptables", "legacy", "mixed-backends", "nftables"})
  void healthyRequestsBetweenNodesGoThereAndBack(String sample) throws IOException {
    Cluster c = sample("healthy/" + sample);
    Trace t =
        new Question(end(c, "client@w1"), "svc:shop/frontend:http", Protocol.TCP, 0, 60, true)
            .ask(c)
            .trace()
            .orElseThrow();
    assertThat(t.verdict()).isEqualTo(Verdict.DELIVERED);
    assertThat(t.outcomes().stream().mapToDouble(Outcome::probability).sum())
        .isBetween(0.999, 1.001);
    assertThat(t.outcomes())
        .as("one of the endpoints is on the other node: there and back through the tunnel")
        .anySatisfy(
            o -> {
              assertThat(o.steps()).extracting(Step::kind).contains(Step.Kind.ENCAP);
              assertThat(o.reply().orElseThrow().steps())
                  .extracting(Step::kind)
                  .contains(Step.Kind.DECAP, Step.Kind.NAT);
            });
  }

  @Test
  void namesAreResolvedAsThePodWould() throws IOException {
    Cluster c = sample("healthy/nftables");
    Question.Answer a =
        new Question(end(c, "client@w1"), "cart.shop:8000", Protocol.TCP, 0, 60, true).ask(c);
    assertThat(a.naming())
        .first()
        .asString()
        .startsWith("cart.shop.shop.svc.cluster.local: no such name");
    assertThat(a.naming()).last().asString().startsWith("cart.shop.svc.cluster.local is 10.");
    assertThat(a.query().orElseThrow().verdict()).isEqualTo(Verdict.DELIVERED);
    assertThat(a.trace().orElseThrow().verdict()).isEqualTo(Verdict.DELIVERED);
  }

  @Test
  void namesOfOthersAreUnknownAfterTheSearchList() throws IOException {
    Cluster c = sample("healthy/nftables");
    Question.Answer a =
        new Question(end(c, "client@w1"), "example.org:443", Protocol.TCP, 0, 60, false).ask(c);
    assertThat(a.trace()).isEmpty();
    assertThat(a.naming()).hasSize(4);
    assertThat(a.naming().get(3)).contains("an upstream server decides");
  }

  @Test
  void bigPacketsDieWhereTheyDoNotFit() throws IOException {
    Cluster c = sample("healthy/nftables");
    Trace t =
        new Question(end(c, "client@w1"), end(c, "db@w2"), Protocol.ICMP, 0, 1480, false)
            .ask(c)
            .trace()
            .orElseThrow();
    assertThat(t.verdict()).isEqualTo(Verdict.TOO_BIG);
    assertThat(t.outcomes().get(0).why()).contains("MTU").contains("1450");
  }

  @Test
  void whatCannotBeAskedIsSaid() throws IOException {
    Cluster c = sample("healthy/nftables");
    List<Question> bad =
        List.of(
            new Question("pod:shop/none", "svc:shop/cart", Protocol.TCP, 0, 60, false),
            new Question("node:w1", "svc:shop/none", Protocol.TCP, 0, 60, false),
            new Question("node:w1", "172.30.0.11", Protocol.TCP, 0, 60, false),
            new Question("node:w1", "cart.shop", Protocol.TCP, 80, 60, false));
    assertThat(bad).allSatisfy(q -> assertThat(q.ask(c).problem()).isNotEmpty());
  }
}
