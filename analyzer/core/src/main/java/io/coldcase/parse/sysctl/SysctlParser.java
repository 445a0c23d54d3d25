package io.coldcase.parse.sysctl;

import io.coldcase.bundle.Artifact;
import io.coldcase.bundle.TextLines;
import io.coldcase.diag.ParseResult;
import io.coldcase.diag.SourceRef;
import io.coldcase.diag.Unknowns;
import io.coldcase.model.host.Sysctls;
import io.coldcase.parse.Parser;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;

/**
 * {@code sysctl -a} (sysctl(8)) to settings: {@code key = value}, also without blanks and with the
 * {@code /proc/sys} path form of the key; the last of equal keys wins. Keys of per-interface
 * settings may hold slashes for dots in interface names.
 */
public final class SysctlParser implements Parser<Sysctls> {
  @Override
  public ParseResult<Sysctls> parse(Artifact artifact, InputStream content) throws IOException {
    Unknowns unknowns = new Unknowns(artifact.path());
    Map<String, Sysctls.Value> values = new HashMap<>();
    TextLines lines = new TextLines(content);
    while (lines.next()) {
      String text = lines.text();
      int eq = text.indexOf('=');
      String key = eq < 0 ? "" : text.substring(0, eq).strip();
      if (key.startsWith("/proc/sys/")) {
        key = key.substring("/proc/sys/".length()).replace('/', '.');
      }
      if (!key.isEmpty() && key.indexOf(' ') < 0) {
        values.put(
            key,
            new Sysctls.Value(
                text.substring(eq + 1).strip(),
                SourceRef.line(artifact.path(), lines.line(), text)));
      } else if (!text.isBlank() && !text.startsWith("sysctl: ")) {
        unknowns.line(lines.line(), text);
      }
    }
    return unknowns.result(new Sysctls(values), values.isEmpty());
  }
}
