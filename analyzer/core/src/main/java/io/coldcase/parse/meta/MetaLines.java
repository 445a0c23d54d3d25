package io.coldcase.parse.meta;

import io.coldcase.diag.SourceRef;
import io.coldcase.model.host.HostMeta;
import io.coldcase.parse.LineReader;
import io.coldcase.parse.Words;
import java.util.HashMap;
import java.util.Map;

/**
 * {@code hostname; date +%s; uname -a; cat /etc/os-release /proc/uptime /proc/cmdline; ...} to what
 * the host said about itself; each line is known by its shape.
 */
public final class MetaLines implements LineReader<HostMeta> {
  private String hostname = "";
  private long epoch;
  private String kernel = "";
  private final Map<String, String> os = new HashMap<>();
  private double uptime;
  private String commandLine = "";
  private final Map<String, String> run = new HashMap<>();

  @Override
  public boolean line(String section, String text, SourceRef at) {
    Words w = new Words(text);
    String first = w.next();
    if (section.equals("run")) {
      run.put(first, w.rest());
      return true;
    }
    if (first.equals("Linux")) {
      w.next();
      kernel = w.next();
      return true;
    }
    int eq = text.indexOf('=');
    if (eq > 0 && first.length() > eq && isName(text, eq)) {
      String v = text.substring(eq + 1);
      boolean quoted = v.length() > 1 && (v.charAt(0) == '"' || v.charAt(0) == '\'');
      os.put(text.substring(0, eq), quoted ? v.substring(1, v.length() - 1) : v);
      return true;
    }
    if (!w.hasNext() && epoch == 0 && Words.number(first, 0) > 1_000_000_000L) {
      epoch = Words.number(first, 0);
      return true;
    }
    if (uptime == 0 && seconds(first) >= 0 && seconds(w.peek()) >= 0) {
      uptime = seconds(first);
      return true;
    }
    if (uptime > 0) {
      // after /proc/uptime: the kernel command line, the systemd version, the virtualization
      commandLine = commandLine.isEmpty() && text.indexOf('=') > 0 ? text : commandLine;
      return true;
    }
    if (hostname.isEmpty() && !w.hasNext()) {
      hostname = first;
      return true;
    }
    return false;
  }

  private static boolean isName(String text, int end) {
    for (int i = 0; i < end; i++) {
      char c = text.charAt(i);
      if (!(c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_')) {
        return false;
      }
    }
    return true;
  }

  /** {@code 8144.96} as seconds, -1 when the word is no such number. */
  private static double seconds(String word) {
    int dot = word.indexOf('.');
    if (dot <= 0
        || Words.number(word.substring(0, dot), -1) < 0
        || Words.number(word.substring(dot + 1), -1) < 0) {
      return -1;
    }
    return Words.number(word.substring(0, dot), 0)
        + Words.number(word.substring(dot + 1), 0) / 100.0;
  }

  @Override
  public HostMeta value() {
    return new HostMeta(hostname, epoch, kernel, os, uptime, commandLine, run);
  }
}
