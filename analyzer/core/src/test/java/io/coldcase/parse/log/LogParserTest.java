package io.coldcase.parse.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.coldcase.bundle.Artifact;
import io.coldcase.model.log.Failure;
import io.coldcase.model.log.LogMatch;
import io.coldcase.model.log.LogScan;
import io.coldcase.model.log.Requests;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class LogParserTest {
  private static final List<Signature> SIGNATURES =
      Signatures.read(
          "test",
          """
          # id, component, literal, regex
          loop	coredns	plugin/loop: Loop	detected for zone "(?<zone>[^"]+)"
          anyone	any	Loop (
          table-full	kernel	nf_conntrack: table full
          """);
  private static final String CLIENT = "cluster/logs/shop/client-1/client.log";

  private static LogScan scan(String path, String text) throws IOException {
    return new LogParser(new Signatures(SIGNATURES))
        .parse(Artifact.of(path), new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)))
        .value();
  }

  @Test
  void foldsEqualMatchesAndNamesGroups() throws IOException {
    String line =
        "2026-11-21T11:58:%s.968296644Z [FATAL] plugin/loop: Loop (127.0.0.1:41715 -> :53) detected"
            + " for zone \".\", see https://coredns.io\n";
    LogScan s =
        scan(
            "cluster/logs/kube-system/coredns-66bc-x/coredns.previous.log",
            String.format(line, "16") + "2026-11-21T11:58:17Z .:53\n" + String.format(line, "19"));

    assertThat(s.component()).isEqualTo("coredns");
    assertThat(s.pod()).isEqualTo("coredns-66bc-x");
    assertThat(s.previous()).isTrue();
    LogMatch m = s.matches().get(0);
    assertThat(m.signature()).isEqualTo("loop");
    assertThat(m.groups()).containsEntry("zone", ".");
    assertThat(m.count()).isEqualTo(2);
    assertThat(m.first()).isEqualTo(Instant.parse("2026-11-21T11:58:16.968Z"));
    assertThat(m.longestGapSeconds()).isEqualTo(3);
    assertThat(m.at().line()).isEqualTo(1);
    assertThat(m.lastAt().line()).isEqualTo(3);
    assertThat(s.matches()).extracting(LogMatch::signature).containsExactly("loop", "anyone");
  }

  @Test
  void looksOnlyIntoTheComponentsOwnLog() throws IOException {
    String line = "[Sat Nov 21 12:48:03 2026] nf_conntrack: table full, dropping packet\n";
    assertThat(scan("node/w1/dmesg.txt", line).matches()).hasSize(1);
    assertThat(scan("node/w1/journal-kubelet.txt", line).matches()).isEmpty();
    assertThat(scan("node/w1/dmesg.txt", line).matches().get(0).first())
        .isEqualTo(Instant.parse("2026-11-21T12:48:03Z"));
  }

  @Test
  void foldsFailedRequestsAndLaterSuccesses() throws IOException {
    String failed =
        "2026-11-21T12:36:%s.0Z time=x level=ERROR msg=\"request failed\""
            + " url=http://cart.shop.svc.cluster.local:8000/hostname err=\"Get"
            + " \\\"http://cart.shop.svc.cluster.local:8000/hostname\\\": dial tcp"
            + " 10.108.63.99:8000: connect: connection refused\" after=8ms\n";
    String ok =
        "2026-11-21T12:36:%s.0Z time=x level=INFO msg=request"
            + " url=http://cart.shop.svc.cluster.local:8000/hostname status=200 bytes=24"
            + " took=2ms\n";
    LogScan s =
        scan(
            CLIENT,
            String.format(ok, "05")
                + String.format(failed, "10")
                + String.format(ok, "15")
                + String.format(failed, "20")
                + String.format(ok, "25")
                + String.format(ok, "30"));

    assertThat(s.end()).isEqualTo(Instant.parse("2026-11-21T12:36:30Z"));
    assertThat(s.requests()).hasSize(1);
    Requests r = s.requests().get(0);
    assertThat(r.failure()).isEqualTo(Failure.REFUSED);
    assertThat(r.host()).isEqualTo("cart.shop.svc.cluster.local");
    assertThat(r.ip()).isEqualTo("10.108.63.99");
    assertThat(r.port()).isEqualTo(8000);
    assertThat(r.failures()).isEqualTo(2);
    assertThat(r.successes()).isEqualTo(1);
    assertThat(r.successesAfter()).isEqualTo(2);
    assertThat(r.at().line()).isEqualTo(2);
    assertThat(r.lastAt().line()).isEqualTo(4);
  }

  @Test
  void doesNotTakeAnswersOfTheDnsServerForItsOwnFailures() throws IOException {
    LogScan s =
        scan(
            "cluster/logs/kube-system/coredns-66bc-x/coredns.log",
            "2026-11-21T11:58:16Z [INFO] 10.244.1.3:40032 - 7 \"A IN nosuch.example.com. udp 35"
                + " false 512\" NXDOMAIN qr,aa,rd,ra 98 0.002s\n");

    assertThat(s.requests()).isEmpty();
  }

  @Test
  void keepsWhatKubectlSaidInPlaceOfALog() throws IOException {
    LogScan s =
        scan(
            CLIENT,
            "Error from server: Get \"https://172.30.0.22:10250/containerLogs/shop/client-8pr2s\":"
                + " net/http: TLS handshake timeout\n");
    assertThat(s.error()).isPresent();
    assertThat(s.requests()).isEmpty();
  }

  @Test
  void namesFileAndLineOfABrokenSignature() {
    assertThatThrownBy(() -> Signatures.read("dns/signatures.tsv", "# head\nx\tany\tabcd\t(?<g"))
        .hasMessageStartingWith("dns/signatures.tsv:2: ");
    assertThatThrownBy(() -> Signatures.read("f", "x\tany")).hasMessageContaining("columns");
  }

  @Property(tries = 300)
  void anyBytesGiveAResult(@ForAll byte[] bytes) {
    assertThatCode(
            () ->
                new LogParser(new Signatures(SIGNATURES))
                    .parse(Artifact.of(CLIENT), new ByteArrayInputStream(bytes)))
        .doesNotThrowAnyException();
  }

  @Property(tries = 500)
  void anyFailingLineGivesATargetOrNone(@ForAll String text) {
    assertThatCode(() -> Target.of("dial tcp " + text + "lookup " + text + "://" + text))
        .doesNotThrowAnyException();
    assertThatCode(() -> LogTime.millis(text, 1795265679)).doesNotThrowAnyException();
  }
}
