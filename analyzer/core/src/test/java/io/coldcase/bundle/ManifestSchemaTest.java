package io.coldcase.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The schema that the collectors are tested against accepts what the reader's tests use. */
class ManifestSchemaTest {
  private static Set<ValidationMessage> validate(String manifest) throws IOException {
    String schema = Files.readString(Path.of("../../collectors-sh/manifest.schema.json"));
    JsonSchema s = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(schema);
    return s.validate(manifest, InputFormat.JSON);
  }

  @Test
  void acceptsAManifestWithEveryStatus() throws Exception {
    assertThat(
            validate(
                ManifestTest.manifest(
                    ManifestTest.entry("node/w1/a.txt", "COLLECTED", "", "a"),
                    ManifestTest.entry("node/w1/b.txt", "EMPTY", "", "b"),
                    ManifestTest.entry("node/w1/c.txt", "FAILED", "refused", "c"),
                    ManifestTest.entry("node/w1/d.txt", "TIMED_OUT", "timed-out", "d"),
                    ManifestTest.entry("node/w1/e.txt", "TRUNCATED", "size-limit", "e"),
                    ManifestTest.entry("cluster/f.json", "NOT_ATTEMPTED", "budget", ""))))
        .isEmpty();
  }

  @Test
  void rejectsWhatTheFormatForbids() throws Exception {
    assertThat(validate(ManifestTest.manifest().replace("\"format\":1", "\"format\":2")))
        .isNotEmpty();
    assertThat(validate(ManifestTest.manifest(ManifestTest.entry("../a", "COLLECTED", "", "a"))))
        .isNotEmpty();
    assertThat(validate(ManifestTest.manifest(ManifestTest.entry("cluster/a", "FAILED", "", "a"))))
        .isNotEmpty();
  }
}
