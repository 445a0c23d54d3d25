package io.coldcase.parse.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LineReadingTest {
  private static final long REFERENCE = Instant.parse("2026-11-21T13:00:00Z").getEpochSecond();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "I1121 12:52:23.534031     184 server.go:213] x | 2026-11-21T12:52:23.534Z",
        "E1231 23:59:59.000001       1 x.go:1] new year | 2025-12-31T23:59:59Z",
        "2026-11-21T12:52:45.753777893Z I1121 12:52:45.7 x | 2026-11-21T12:52:45.753Z",
        "2026-11-21T14:52:45+0200 w1 kubelet[1]: x | 2026-11-21T12:52:45Z",
        "2026-11-21T12:52:45.123456+00:00 stderr F x | 2026-11-21T12:52:45.123Z",
        "2026-11-21 12:52:45,123 ERROR java | 2026-11-21T12:52:45.123Z",
        "Nov 21 12:52:45 w1 kubelet[184]: x | 2026-11-21T12:52:45Z",
        "[Sat Nov 21 12:48:03 2026] cni0: x | 2026-11-21T12:48:03Z",
        "time=\"2026-11-21T12:51:44.041733905Z\" level=info | 2026-11-21T12:51:44.041Z",
        "{\"level\":\"warn\",\"ts\":\"2026-11-21T12:52:07.363932Z\"} | 2026-11-21T12:52:07.363Z",
        "{\"level\":\"warn\",\"ts\":1795265679.36} | 2026-11-21T12:54:39Z",
        "[   12.345678] nf_conntrack: table full | 1970-01-01T00:00:00Z",
        "2026-13-41T99:00:00Z x | 1970-01-01T00:00:00Z",
      })
  void readsTheTimeOfALine(String line, Instant expected) {
    assertThat(LogTime.instant(LogTime.millis(line, REFERENCE))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "msg=\"request failed\" url=http://frontend/hostname err=\"Get: deadline exceeded\" |"
            + " frontend | '' | 80 | false",
        "Get \"https://10.96.0.1:443/api/v1/namespaces\": dial tcp 10.96.0.1:443: i/o timeout | ''"
            + " | 10.96.0.1 | 443 | false",
        "dial tcp: lookup db-0.db on 10.96.0.10:53: no such host | db-0.db | '' | 0 | true",
        "2 www.example.com. A: read udp 10.244.1.6:347->198.51.100.53:53: i/o timeout | '' |"
            + " 198.51.100.53 | 53 | false",
        "msg=\"lookup failed\" name=db.shop.svc err=\"lookup db.shop.svc on 10.96.0.10:53: dial udp"
            + " 10.96.0.10:53: i/o timeout\" | db.shop.svc | '' | 0 | true",
        "Error: connect ECONNREFUSED 10.98.35.150:8000 | '' | 10.98.35.150 | 8000 | false",
        "Error: getaddrinfo ENOTFOUND cart.shop | cart.shop | '' | 0 | true",
        "curl: (6) Could not resolve host: cart | cart | '' | 0 | true",
        "curl: (7) Failed to connect to cart port 8000: Connection refused | cart | '' | 8000 |"
            + " false",
        "HTTPConnectionPool(host='cart', port=8000): Max retries: Connection refused | cart | '' |"
            + " 8000 | false",
        "connection to server at \"10.1.2.3\", port 5432 failed: Connection refused | '' | 10.1.2.3"
            + " | 5432 | false",
        "java.net.UnknownHostException: cart.shop.svc | cart.shop.svc | '' | 0 | true",
        "I1121 12:52:23.534031 184 server.go:213] cannot reach cart.shop:8000: refused | cart.shop"
            + " | '' | 8000 | false",
        "connect() failed (111: Connection refused) while connecting to upstream, upstream:"
            + " \"http://10.244.1.5:8080/x\", host: \"a.b\" | '' | 10.244.1.5 | 8080 | false",
        "lookup x: http://a/: dial udp 10.96.0.10:53: i/o timeout | x | '' | 0 | true",
        "url=https://[fd00::1]:8443/ failed | '' | fd00::1 | 8443 | false",
        "server.go:213] connection refused | '' | '' | 0 | false",
      })
  void readsTheTargetOfARequest(String line, String host, String ip, int port, boolean lookup) {
    assertThat(Target.of(line)).isEqualTo(new Target(host, ip, port, lookup));
  }
}
