package io.coldcase.parse.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.coldcase.bundle.Artifact;
import io.coldcase.model.probe.Probe;
import io.coldcase.model.probe.Probe.Outcome;
import io.coldcase.model.probe.Probes;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProbeParserTest {
  private static Probes parse(String path, String text) throws IOException {
    return new ProbeParser()
        .parse(Artifact.of(path), new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)))
        .value();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ping 10.1.0.1 56  -> 2 packets transmitted, 2 received, 0% packet loss, time 201ms rtt"
            + " min/avg/max/mdev = 0.079/0.091/0.103/0.012 ms | OK | 0.091",
        "ping 10.1.0.1 1472  -> 2 packets transmitted, 0 received, +2 errors, 100% packet loss,"
            + " time 203ms | LOCAL_ERROR | -1",
        "ping 10.1.0.1 1372  -> 2 packets transmitted, 0 received, 100% packet loss, time 203ms |"
            + " SILENT | -1",
        "ping 10.1.0.1 1372  -> 2 packets transmitted, 1 received, 50% packet loss, time 203ms |"
            + " PARTIAL | -1",
        "tcp 10.1.0.1 80  -> open 13ms | OK | 13",
        "tcp 10.1.0.1 80  -> timeout 3005ms | SILENT | 3005",
        "tcp 10.1.0.1 80  -> Connection refused 6ms | REFUSED | 6",
        "tcp 10.1.0.1 80  -> No route to host 0ms | REFUSED | 0",
        "tcp 10.1.0.1 80  -> Network is unreachable 0ms | LOCAL_ERROR | 0",
        "dns 10.1.0.1 a.b.  -> ;; ->>HEADER<<- opcode: QUERY, status: NOERROR, id: 63690 ;; Query"
            + " time: 4 msec | OK | 4",
        "dns 10.1.0.1 a.b.  -> ;; ->>HEADER<<- opcode: QUERY, status: NXDOMAIN, id: 63690 ;; Query"
            + " time: 4 msec | NXDOMAIN | 4",
        "dns 10.1.0.1 a.b.  -> ;; ->>HEADER<<- opcode: QUERY, status: SERVFAIL, id: 63690 ;; Query"
            + " time: 4 msec | SERVFAIL | 4",
        "dns 10.1.0.1 a.b.  -> ;; communications error to 10.1.0.1#53: timed out ;; no servers"
            + " could be reached | SILENT | -1",
        "dns 10.1.0.1 a.b.  -> ;; communications error to 10.1.0.1#53: connection refused ;; no"
            + " servers could be reached | REFUSED | -1",
        "dns 10.1.0.1 a.b.  -> unknown (no tool) | UNKNOWN | -1",
      })
  void readsAResult(String line, Outcome outcome, double millis) throws IOException {
    Probe p = parse("node/w1/probes.txt", line).list().get(0);
    assertThat(p.outcome()).isEqualTo(outcome);
    assertThat(p.millis()).isEqualTo(millis);
    assertThat(p.address()).isEqualTo("10.1.0.1");
  }

  @Test
  void knowsThePodThatProbed() throws IOException {
    Probes p =
        parse(
            "node/w1/probes-pod.txt",
            """
            #cmd probes
            #start 1795265650
            == pod shop/client-1 10.244.1.3
            dns 10.96.0.10 a.b. +tcp -> ;; ->>HEADER<<- opcode: QUERY, status: NOERROR, id: 1 ;; Query time: 4 msec

            #end 1795265661
            """);
    assertThat(p.start()).isEqualTo(1795265650);
    assertThat(p.list().get(0).pod()).isEqualTo("shop/client-1");
    assertThat(p.list().get(0).overTcp()).isTrue();
    assertThat(p.list().get(0).at().line()).isEqualTo(4);
  }

  @Property(tries = 300)
  void anyTextGivesAResult(@ForAll String text) {
    assertThatCode(() -> parse("node/w1/probes.txt", "ping 1 " + text + "-> " + text))
        .doesNotThrowAnyException();
  }
}
