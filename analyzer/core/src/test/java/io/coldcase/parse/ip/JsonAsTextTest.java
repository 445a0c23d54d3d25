package io.coldcase.parse.ip;

import static org.assertj.core.api.Assertions.assertThat;

import io.coldcase.bundle.Artifact;
import io.coldcase.diag.ParseResult;
import io.coldcase.model.host.Iface;
import io.coldcase.model.host.Ifaces;
import io.coldcase.model.host.LinkCounters;
import io.coldcase.model.host.Route;
import io.coldcase.model.host.Routes;
import io.coldcase.parse.LineReader;
import io.coldcase.parse.TextParser;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Supplier;
import org.assertj.core.api.recursive.comparison.RecursiveComparisonConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same state of one network namespace, printed as text and as JSON, gives the same values. */
class JsonAsTextTest {
  private static final Artifact ARTIFACT = Artifact.of("node/w1/x.txt");
  private static final RecursiveComparisonConfiguration BUT_PLACES =
      RecursiveComparisonConfiguration.builder()
          .withIgnoredFieldsMatchingRegexes("(.*\\.)?at", ".*details", ".*counters.*")
          .build();

  private static <T> T read(Supplier<? extends LineReader<T>> reader, byte[] text)
      throws IOException {
    ParseResult<T> result =
        TextParser.<T>whole(reader::get).parse(ARTIFACT, new ByteArrayInputStream(text));
    assertThat(result.warnings()).isEmpty();
    return result.value();
  }

  private static byte[] fixture(String name) throws IOException {
    try (InputStream in = JsonAsTextTest.class.getResourceAsStream("/iproute2/" + name)) {
      return in.readAllBytes();
    }
  }

  private static <T> T same(String name, Supplier<? extends LineReader<T>> reader)
      throws IOException {
    T text = read(reader, fixture(name + "-iproute2-6.1.txt"));
    T json = read(reader, fixture(name + "-iproute2-6.1.json"));
    assertThat(json).usingRecursiveComparison(BUT_PLACES).isEqualTo(text);
    return json;
  }

  @Test
  void routesOfBothFamilies() throws IOException {
    Routes v4 = same("route", JsonAsText.routes(RouteLines::new));
    assertThat(v4.list()).extracting(Route::type).contains("unicast", "local", "unreachable");
    assertThat(v4.list()).anySatisfy(r -> assertThat(r.hops()).hasSize(2));
    assertThat(v4.list().get(0).at().pointer()).isEqualTo("/0");
    same("route6", JsonAsText.routes(RouteLines::ipv6));
  }

  @Test
  void prettyPrintedJsonIsTheSame() throws IOException {
    Routes one = read(JsonAsText.routes(RouteLines::new), fixture("route-iproute2-6.1.json"));
    Routes many =
        read(JsonAsText.routes(RouteLines::new), fixture("route-pretty-iproute2-6.1.json"));
    assertThat(many).usingRecursiveComparison(BUT_PLACES).isEqualTo(one);
    assertThat(many.list().get(1).at().line()).isGreaterThan(many.list().get(0).at().line());
  }

  @Test
  void rulesNeighboursAndForwardingEntries() throws IOException {
    assertThat(same("rule", JsonAsText.rules()).list()).hasSizeGreaterThan(5);
    assertThat(same("neigh", JsonAsText.neighbours()).list()).hasSize(4);
    assertThat(same("fdb", JsonAsText.fdb()).list()).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"addr", "link"})
  void interfaces(String name) throws IOException {
    Ifaces text = read(JsonAsText.links(), fixture(name + "-iproute2-6.1.txt"));
    Ifaces json = same(name, JsonAsText.links());
    List<String> decisive =
        List.of(
            "id",
            "local",
            "dev",
            "dstport",
            "nolearning",
            "port.state",
            "port.hairpin",
            "stp_state",
            "vlan_filtering",
            "qdisc",
            "promiscuity");
    for (Iface i : json.list()) {
      Iface other = text.named(i.name()).orElseThrow();
      // the two commands ran one after the other, so numbers may have grown in between
      assertThat(i.counters().isPresent()).isEqualTo(other.counters().isPresent());
      assertThat(i.counters().map(LinkCounters::transitions))
          .isEqualTo(other.counters().map(LinkCounters::transitions));
      for (String key : decisive) {
        assertThat(i.detail(key)).as(i.name() + " " + key).isEqualTo(other.detail(key));
      }
    }
    assertThat(json.named("flannel.1").orElseThrow().detail("dstport")).contains("8472");
    if (name.equals("link")) {
      assertThat(text.named("eth0").flatMap(Iface::counters).map(LinkCounters::transitions))
          .contains(2L);
    }
  }

  @Test
  void textCountsWhereBothStand() throws IOException {
    String both =
        "default via 10.0.0.1 dev eth0\n"
            + "[{\"dst\":\"default\",\"gateway\":\"10.0.0.1\",\"dev\":\"eth0\"}]\n";
    Routes r = read(JsonAsText.routes(RouteLines::new), both.getBytes(StandardCharsets.UTF_8));
    assertThat(r.list()).hasSize(1);
  }

  @Test
  void whatIsCutOffKeepsWhatWasWhole() throws IOException {
    String cut = "[{\"dst\":\"10.1.0.0/16\",\"dev\":\"eth0\"},{\"dst\":\"10.2.0.0/16\",\"de";
    ParseResult<Routes> r =
        TextParser.whole(JsonAsText.routes(RouteLines::new))
            .parse(ARTIFACT, new ByteArrayInputStream(cut.getBytes(StandardCharsets.UTF_8)));
    assertThat(r.value().list()).extracting(Route::dev).contains("eth0");
  }
}
