package io.coldcase.parse.kube;

import static org.assertj.core.api.Assertions.assertThat;

import io.coldcase.bundle.Artifact;
import io.coldcase.model.host.Setting;
import io.coldcase.model.kube.KubeVersion;
import io.coldcase.parse.TextParser;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** {@code kubectl version} of several generations. */
class KubeVersionLinesTest {
  private static KubeVersion read(String text) throws IOException {
    return TextParser.whole(KubeVersionLines::new)
        .parse(
            Artifact.of("cluster/version.json"),
            new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)))
        .value();
  }

  @Test
  void json() throws IOException {
    KubeVersion v =
        read(
            """
            {
              "clientVersion": {
                "gitVersion": "v1.34.4",
                "platform": "linux/amd64"
              },
              "kustomizeVersion": "v5.7.1",
              "serverVersion": {
                "gitVersion": "v1.33.1"
              }
            }
            """);
    assertThat(v.server().map(Setting::text)).contains("v1.33.1");
    assertThat(v.server().orElseThrow().at().line()).isEqualTo(8);
    assertThat(v.client().map(Setting::text)).contains("v1.34.4");
  }

  @Test
  void withoutAnAnswerOfTheServer() throws IOException {
    KubeVersion v = read("{\"clientVersion\": {\"gitVersion\": \"v1.34.4\"}}\n");
    assertThat(v.server()).isEmpty();
    assertThat(v.client().map(Setting::text)).contains("v1.34.4");
  }

  @Test
  void textOfNewAndOldClients() throws IOException {
    KubeVersion young =
        read("Client Version: v1.29.2\nKustomize Version: v5.0.4\nServer Version: v1.28.9\n");
    assertThat(young.server().map(Setting::text)).contains("v1.28.9");
    KubeVersion old =
        read(
            "Server Version: version.Info{Major:\"1\", Minor:\"18\", GitVersion:\"v1.18.6\","
                + " GoVersion:\"go1.13.9\"}\n");
    assertThat(old.server().map(Setting::text)).contains("v1.18.6");
  }
}
