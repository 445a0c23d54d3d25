package io.coldcase.parse.runtime;

import io.coldcase.diag.SourceRef;
import io.coldcase.model.host.ContainerRuntime;
import io.coldcase.model.host.Setting;
import io.coldcase.parse.FlatDocument;
import io.coldcase.parse.LineReader;
import io.coldcase.parse.SectionText;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * {@code crictl info} (JSON), then versions and configuration files in TOML, to the container
 * runtime. Of TOML only {@code [section]} and {@code key = "value"} lines are read.
 */
public final class RuntimeLines implements LineReader<ContainerRuntime> {
  private final SectionText json = new SectionText();
  private final Map<String, Setting> settings = new HashMap<>();
  private boolean inJson;
  private String table = "";

  @Override
  public boolean line(String section, String text, SourceRef at) {
    if (json.isEmpty() && text.startsWith("{")) {
      inJson = !text.stripTrailing().endsWith("}") || text.stripTrailing().equals("{");
      json.add(text, at);
      return true;
    }
    if (inJson) {
      json.add(text, at);
      inJson = !text.startsWith("}");
      return true;
    }
    String line = text.strip();
    int eq = line.indexOf('=');
    if (line.startsWith("[") && line.endsWith("]")) {
      table = line.substring(1, line.length() - 1);
    } else if (eq > 0 && line.charAt(0) != '#') {
      String value = line.substring(eq + 1).strip();
      boolean quoted = value.length() > 1 && (value.charAt(0) == '"' || value.charAt(0) == '\'');
      settings.put(
          (table + " " + line.substring(0, eq).strip()).strip(),
          new Setting(quoted ? value.substring(1, value.length() - 1) : value, at));
    }
    return true;
  }

  @Override
  public ContainerRuntime value() {
    Map<String, Setting> info = new LinkedHashMap<>();
    if (!json.isEmpty()) {
      FlatDocument.read(json)
          .leaves()
          .forEach(
              (k, v) -> {
                if (!k.endsWith("/Source")) {
                  info.put(k, v);
                }
              });
    }
    Map<String, ContainerRuntime.Status> conditions = new HashMap<>();
    for (int i = 0; info.containsKey("status/conditions/" + i + "/type"); i++) {
      String p = "status/conditions/" + i + "/";
      Setting status = info.get(p + "status");
      conditions.put(
          info.get(p + "type").text(),
          new ContainerRuntime.Status(
              status != null && status.text().equals("true"),
              text(info, p + "reason"),
              text(info, p + "message"),
              info.getOrDefault(p + "message", info.get(p + "type")).at()));
    }
    return new ContainerRuntime(conditions, info, settings);
  }

  private static String text(Map<String, Setting> map, String key) {
    Setting s = map.get(key);
    return s == null ? "" : s.text();
  }
}
