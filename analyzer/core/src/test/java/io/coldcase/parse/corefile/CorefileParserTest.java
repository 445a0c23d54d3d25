package io.coldcase.parse.corefile;

import static org.assertj.core.api.Assertions.assertThat;

import io.coldcase.diag.SourceRef;
import io.coldcase.model.kube.Corefile;
import io.coldcase.model.kube.Corefile.Directive;
import io.coldcase.model.kube.Corefile.Key;
import io.coldcase.model.kube.Meta;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class CorefileParserTest {
  private static final Meta META =
      new Meta(
          "ConfigMap",
          "kube-system",
          "coredns",
          "",
          0,
          Map.of(),
          Map.of(),
          Instant.EPOCH,
          Optional.empty(),
          List.of(),
          SourceRef.of("cluster/configmaps.json"));

  private static CorefileSource source(String text) {
    return new CorefileSource(text, (line, shown) -> SourceRef.line("x", line, shown));
  }

  private static Corefile parse(String text) {
    return CorefileParser.parse(META, source(text), f -> List.of());
  }

  private static String fixture(String name) throws IOException {
    try (InputStream in = CorefileParserTest.class.getResourceAsStream("/corefile/" + name)) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void importsOfAksTakeTheFilesOfCorednsCustom() throws IOException {
    Corefile c =
        CorefileParser.parse(
            META,
            source(fixture("aks-with-custom.corefile")),
            f ->
                f.equals("custom/*.override")
                    ? List.of(source("log\nhosts {\n  10.1.1.1 a.example.com\n  fallthrough\n}"))
                    : List.of(source("corp.example.com:53 {\n  forward . 10.1.0.53\n}")));
    assertThat(c.problems()).isEmpty();
    assertThat(c.servers()).hasSize(2);
    assertThat(c.servers().get(0).has("log")).isTrue();
    assertThat(c.servers().get(0).plugins("hosts").get(0).block().get(0).name())
        .isEqualTo("10.1.1.1");
    assertThat(c.servers().get(1).keys()).containsExactly(new Key("dns", "corp.example.com", 53));
    Directive kubernetes = c.plugins("kubernetes").findFirst().orElseThrow();
    assertThat(kubernetes.property("fallthrough")).containsExactly("in-addr.arpa", "ip6.arpa");
    assertThat(kubernetes.at().line()).isEqualTo(7);
    assertThat(c.clusterZones()).containsExactly("cluster.local", "in-addr.arpa", "ip6.arpa");
  }

  @Test
  void missingImportsAreNoProblem() throws IOException {
    assertThat(parse(fixture("aks-with-custom.corefile")).problems()).isEmpty();
  }

  @Test
  void k3s() throws IOException {
    Corefile c = parse(fixture("k3s-node-hosts.corefile"));
    assertThat(c.plugins("forward").findFirst().orElseThrow().args())
        .containsExactly(".", "8.8.8.8", "8.8.4.4");
    assertThat(c.plugins("hosts").findFirst().orElseThrow().args())
        .containsExactly("/etc/coredns/NodeHosts");
  }

  @Test
  void nodeLocalDnsClosesItsBlocksIndented() throws IOException {
    Corefile c = parse(fixture("node-local-dns.corefile"));
    assertThat(c.problems()).isEmpty();
    assertThat(c.servers()).hasSize(3);
    assertThat(c.servers().get(0).plugins("bind").get(0).args())
        .containsExactly("169.254.20.10", "10.96.0.10");
    assertThat(c.servers().get(0).plugins("forward").get(0).block().get(0).name())
        .isEqualTo("force_tcp");
  }

  @Test
  void keysWithSchemesPortsAndCommas() {
    Corefile c =
        parse("a.example., dns://B.Example:1053,\ntls://c {\n whoami\n}\n10.0.0.0/24 {\n}");
    assertThat(c.servers().get(0).keys())
        .containsExactly(
            new Key("dns", "a.example", 53),
            new Key("dns", "b.example", 1053),
            new Key("tls", "c", 853));
    assertThat(c.servers().get(1).keys()).containsExactly(new Key("dns", "10.0.0.0/24", 53));
  }

  @Test
  void snippetsQuotesCommentsAndPlaceholders() {
    Corefile c =
        parse(
            """
            (common) { # shared
              errors
              log . "{combined} \\"x\\""
            }
            . {
              import common
              forward . {$UPSTREAM} # the outside
              template IN A example.com {
                answer "{{ .Name }} 60 IN A 10.0.0.1"
              }
            }
            """);
    assertThat(c.problems()).isEmpty();
    assertThat(c.servers()).hasSize(1);
    assertThat(c.servers().get(0).plugins("log").get(0).args())
        .containsExactly(".", "{combined} \"x\"");
    assertThat(c.servers().get(0).plugins("forward").get(0).args())
        .containsExactly(".", "{$UPSTREAM}");
    assertThat(c.servers().get(0).plugins("log").get(0).at().line()).isEqualTo(3);
  }

  @Test
  void unbalancedBracesAreProblems() {
    assertThat(parse(".:53 {\n errors\n forward . 1.1.1.1 {\n}\n").problems()).hasSize(1);
    assertThat(parse(".:53 {\n errors\n}\n}\n").problems()).hasSize(1);
    assertThat(parse("(a) {\n import a\n}\n. {\n import a\n}").problems()).isNotEmpty();
  }

  @Provide
  Arbitrary<String> corefiles() {
    return Arbitraries.of(
            "{", "}", "\n", " ", ".:53", "forward", "import", "(s)", "s", "\"", "\\", "#", ",",
            "{$A}", "x://y:1")
        .list()
        .ofMaxSize(60)
        .map(l -> String.join("", l));
  }

  @Property(tries = 500)
  void anyTextGivesAResult(@ForAll("corefiles") String text) {
    assertThat(parse(text).servers()).hasSizeLessThanOrEqualTo(text.length());
  }

  @Property(tries = 200)
  void anyCharactersGiveAResult(@ForAll String text) {
    assertThat(parse(text)).isNotNull();
  }
}
