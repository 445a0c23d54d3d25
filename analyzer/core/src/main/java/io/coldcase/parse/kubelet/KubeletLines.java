package io.coldcase.parse.kubelet;

import io.coldcase.diag.SourceRef;
import io.coldcase.model.host.Kubelet;
import io.coldcase.model.host.Setting;
import io.coldcase.parse.CommandLine;
import io.coldcase.parse.FlatDocument;
import io.coldcase.parse.LineReader;
import io.coldcase.parse.SectionText;
import io.coldcase.parse.Words;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * {@code pid N} and the command line of the kubelet, then one section per file, to the kubelet as
 * it runs. Only its configuration file is read into settings; what kubeadm-flags.env and drop-ins
 * say counts by the command line alone.
 */
public final class KubeletLines implements LineReader<Kubelet> {
  private final Map<String, SectionText> texts = new LinkedHashMap<>();
  private final Map<String, Setting> flags = new HashMap<>();
  private String commandLine = "";
  private int pid;
  private SourceRef at = SourceRef.of("");

  @Override
  public boolean line(String section, String text, SourceRef place) {
    if (!section.isEmpty()) {
      texts.computeIfAbsent(section, k -> new SectionText()).add(text, place);
      return true;
    }
    if (at.artifact().isEmpty()) {
      at = place;
    }
    Words w = new Words(text);
    if (w.take("pid")) {
      pid = Words.integer(w.next(), 0);
      return true;
    }
    String program = w.peek();
    if (commandLine.isEmpty() && program.substring(program.lastIndexOf('/') + 1).contains("kube")) {
      commandLine = text.strip();
      at = place;
      CommandLine.flags(text, place, flags);
      return true;
    }
    return text.startsWith("no kubelet") || text.contains("cmdline");
  }

  @Override
  public Kubelet value() {
    Setting file = flags.get("config");
    String path = file == null ? "/var/lib/kubelet/config.yaml" : file.text();
    SectionText text = texts.getOrDefault(path, new SectionText());
    Map<String, Setting> config = text.isEmpty() ? Map.of() : FlatDocument.read(text).leaves();
    return new Kubelet(commandLine.isEmpty() ? 0 : pid, commandLine, flags, config, at);
  }
}
