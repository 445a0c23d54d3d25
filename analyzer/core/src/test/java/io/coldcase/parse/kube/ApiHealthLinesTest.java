package io.coldcase.parse.kube;

import static org.assertj.core.api.Assertions.assertThat;

import io.coldcase.bundle.Artifact;
import io.coldcase.diag.ParseResult;
import io.coldcase.model.kube.ApiHealth;
import io.coldcase.model.kube.KubeList;
import io.coldcase.model.kube.KubeObject;
import io.coldcase.model.kube.Pod;
import io.coldcase.parse.TextParser;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class ApiHealthLinesTest {
  private static ParseResult<ApiHealth> parse(String text) throws IOException {
    return TextParser.whole(ApiHealthLines::new)
        .parse(
            Artifact.of("cluster/readyz.txt"),
            new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static ParseResult<KubeList<KubeObject>> manifests(String text) throws IOException {
    return new ManifestParser()
        .parse(
            Artifact.of("node/cp1/k8s-manifests.txt"),
            new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void checks() throws IOException {
    ParseResult<ApiHealth> r =
        parse("[+]ping ok\n[-]etcd failed: reason withheld\nreadyz check failed\n");
    assertThat(r.unknownLines()).isZero();
    assertThat(r.value().checks()).extracting(ApiHealth.Check::ok).containsExactly(true, false);
    assertThat(r.value().checks().get(1).name()).isEqualTo("etcd");
    assertThat(r.value().checks().get(1).at().line()).isEqualTo(2);
  }

  @Test
  void failedChecksThatKubectlQuotes() throws IOException {
    ParseResult<ApiHealth> r =
        parse(
            "Error from server (InternalError): an error on the server (\"[+]ping ok\\n[-]etcd"
                + " failed: reason withheld\\n[+]shutdown ok\\nreadyz check failed\") has prevented"
                + " the request from succeeding\n");
    assertThat(r.unknownLines()).isZero();
    assertThat(r.value().errors()).isEmpty();
    assertThat(r.value().checks())
        .extracting(c -> c.name() + " " + c.ok())
        .containsExactly("ping true", "etcd false", "shutdown true");
    assertThat(r.value().checks().get(1).at().text()).isEqualTo("[-]etcd failed: reason withheld");
  }

  @Test
  void noAnswer() throws IOException {
    ApiHealth h =
        parse(
                "The connection to the server 172.30.0.11:6443 was refused - did you specify the"
                    + " right host or port?\n")
            .value();
    assertThat(h.answered()).isFalse();
    assertThat(h.errors()).hasSize(1);
  }

  @Test
  void staticPodsKeepTheirLines() throws IOException {
    ParseResult<KubeList<KubeObject>> r =
        manifests(
            """
            #cmd for f in /etc/kubernetes/manifests/*.yaml; do echo "== $f"; cat $f; done
            == /etc/kubernetes/manifests/broken.yaml
            a: [
            == /etc/kubernetes/manifests/kube-apiserver.yaml
            apiVersion: v1
            kind: Pod
            metadata:
              name: kube-apiserver
              namespace: kube-system
            spec:
              containers:
              - command: [kube-apiserver, --advertise-address=172.30.0.11]
                name: kube-apiserver
            #rc 0
            """);
    assertThat(r.status()).isEqualTo(ParseResult.Status.PARTIAL);
    Pod p = (Pod) r.value().items().get(0);
    assertThat(p.at().line()).isEqualTo(8);
    assertThat(p.spec().containers().get(0).place().line()).isEqualTo(13);
    assertThat(p.spec().containers().get(0).command()).hasSize(2);
  }

  @Property(tries = 200)
  void anyTextGivesAResult(@ForAll String text) throws IOException {
    assertThat(parse(text)).isNotNull();
    assertThat(manifests("== a\n" + text)).isNotNull();
  }
}
