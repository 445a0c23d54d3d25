package io.coldcase.parse.ipvs;

import static org.assertj.core.api.Assertions.assertThat;

import io.coldcase.bundle.Artifact;
import io.coldcase.diag.ParseResult;
import io.coldcase.model.host.Ipvs;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class IpvsParserTest {
  private static ParseResult<Ipvs> parse(String text) throws IOException {
    return new IpvsParser()
        .parse(
            Artifact.of("node/w1/ipvsadm.txt"),
            new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static Ipvs read(String text) throws IOException {
    return parse(text).value();
  }

  @Test
  void statisticsTellNoWeights() throws IOException {
    Ipvs t =
        read(
            """
            == rules
            IP Virtual Server version 1.2.1 (size=4096)
            Prot LocalAddress:Port               Conns   InPkts  OutPkts  InBytes OutBytes
              -> RemoteAddress:Port
            TCP  10.96.0.1:443                      12      345      330    34567    98765
              -> 172.30.0.11:6443                   12      345      330    34567    98765
            TCP  [fd00:96::1]:443                    0        0        0        0        0
              -> [fd00:172::11]:6443                 0        0        0        0        0
            == timeout
            Timeout (tcp tcpfin udp): 900 120 300
            == connections
            IPVS connection entries
            TCP 14:59  ESTABLISHED 10.244.1.2:40000   10.96.0.1:443      172.30.0.11:6443
            """);
    assertThat(t.services()).hasSize(2);
    Ipvs.Virtual v = t.services().get(0);
    assertThat(v.ip() + " " + v.port()).isEqualTo("10.96.0.1 443");
    assertThat(v.at().line()).isEqualTo(5);
    assertThat(v.reals())
        .singleElement()
        .satisfies(
            r -> {
              assertThat(r.ip() + " " + r.port()).isEqualTo("172.30.0.11 6443");
              assertThat(r.weight()).isEqualTo(1);
            });
    assertThat(t.services().get(1).reals().get(0).ip()).hasToString("fd00:172::11");
  }

  @Test
  void theKernelWritesHexadecimal() throws IOException {
    Ipvs t =
        read(
            """
            TCP  0A600001:01BB rr persistent 10800 FFFFFFFF
              -> AC1E000B:192B      Masq    0      3          1
            UDP  [fd00:0096:0000:0000:0000:0000:0000:000a]:0035 rr
              -> [fd00:0244:0000:0000:0000:0000:0000:0002]:0035      Tunnel  2      0          0
            """);
    assertThat(t.services().get(0).ip()).hasToString("10.96.0.1");
    assertThat(t.services().get(0).port()).isEqualTo(443);
    assertThat(t.services().get(0).reals().get(0).port()).isEqualTo(6443);
    assertThat(t.services().get(0).reals().get(0).weight()).isZero();
    assertThat(t.services().get(1).port()).isEqualTo(53);
    assertThat(t.services().get(1).reals().get(0).forward()).isEqualTo("Tunnel");
  }

  @Test
  void ofTwoSamplesTheLastCountsAndNoiseIsCounted() throws IOException {
    ParseResult<Ipvs> r =
        parse(
            "== t0 1\n"
                + "TCP 10.96.0.1:443 rr\n"
                + " -> 10.0.0.1:1 Masq 1 0 0\n"
                + "== t1 2\n"
                + "TCP 10.96.0.2:443 rr\n"
                + "  -> nonsense\n"
                + "FWM 7 rr\n"
                + "  -> 10.0.0.1:1 Masq 1 0 0\n");
    assertThat(r.value().services())
        .singleElement()
        .satisfies(v -> assertThat(v.ip()).hasToString("10.96.0.2"));
    assertThat(r.value().services().get(0).reals()).isEmpty();
  }
}
