package io.coldcase.parse.kubelet;

import io.coldcase.diag.SourceRef;
import io.coldcase.model.host.KubeProxy;
import io.coldcase.model.host.Setting;
import io.coldcase.parse.FlatDocument;
import io.coldcase.parse.LineReader;
import io.coldcase.parse.SectionText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Command lines of kube-proxy, then sections {@code proxyMode}, {@code healthz}, {@code metrics}
 * and {@code config PATH}, to the kube-proxy as it runs; no command line: none runs.
 */
public final class KubeProxyLines implements LineReader<KubeProxy> {
  private final List<Setting> processes = new ArrayList<>();
  private final Map<String, Double> metrics = new HashMap<>();
  private final SectionText health = new SectionText();
  private final SectionText config = new SectionText();
  private Setting mode = new Setting("", SourceRef.of(""));

  @Override
  public boolean line(String section, String text, SourceRef at) {
    if (section.isEmpty()) {
      boolean proxy = text.contains("kube-proxy") && !text.contains(": ");
      if (proxy) {
        processes.add(new Setting(text.strip(), at));
      }
      return proxy;
    }
    if (section.startsWith("config")) {
      config.add(text, at);
      return true;
    }
    switch (section) {
      case "proxyMode" -> mode = word(text) ? new Setting(text.strip(), at) : mode;
      case "healthz" -> health.add(text, at);
      case "metrics" -> metric(text);
      default -> {
        return false;
      }
    }
    return true;
  }

  /** Errors of curl and wget are sentences, the mode is one word. */
  private static boolean word(String text) {
    return !text.isBlank() && text.strip().indexOf(' ') < 0;
  }

  private void metric(String text) {
    int space = text.lastIndexOf(' ');
    if (space > 0 && text.charAt(0) != '#') {
      try {
        metrics.put(
            text.substring(0, space), Double.parseDouble(text.substring(space + 1).strip()));
      } catch (NumberFormatException e) {
        // an error text of the tool that fetched the metrics
      }
    }
  }

  @Override
  public KubeProxy value() {
    return new KubeProxy(
        processes,
        mode,
        health(),
        metrics,
        config.isEmpty() ? Map.of() : FlatDocument.read(config).leaves());
  }

  private Optional<KubeProxy.Health> health() {
    if (!health.text().stripLeading().startsWith("{")) {
      return Optional.empty();
    }
    Map<String, Setting> h = FlatDocument.read(health).leaves();
    Setting healthy = h.get("healthy");
    return Optional.of(
        new KubeProxy.Health(
            healthy == null || healthy.text().equals("true"),
            text(h, "lastUpdated"),
            text(h, "currentTime"),
            health.line(1)));
  }

  private static String text(Map<String, Setting> map, String key) {
    Setting s = map.get(key);
    return s == null ? "" : s.text();
  }
}
