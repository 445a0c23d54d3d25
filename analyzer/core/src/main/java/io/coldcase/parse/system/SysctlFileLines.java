package io.coldcase.parse.system;

import io.coldcase.diag.SourceRef;
import io.coldcase.model.host.SysctlFiles;
import io.coldcase.parse.LineReader;
import java.util.ArrayList;
import java.util.List;

/**
 * One section per sysctl.d(5) file, in load order, to assignments; files of modules-load.d, which
 * hold bare names, are passed over.
 */
public final class SysctlFileLines implements LineReader<SysctlFiles> {
  private final List<SysctlFiles.Assignment> list = new ArrayList<>();

  @Override
  public boolean line(String section, String text, SourceRef at) {
    String t = text.strip();
    if (t.startsWith("#") || t.startsWith(";") || section.contains("modules")) {
      return true;
    }
    int eq = t.indexOf('=');
    if (eq < 0) {
      // "-net.ipv4.conf.eth0.rp_filter" alone takes the key out of a wildcard
      return t.startsWith("-");
    }
    String key = t.substring(0, eq).strip();
    key = key.startsWith("-") ? key.substring(1) : key;
    list.add(new SysctlFiles.Assignment(section, dotted(key), t.substring(eq + 1).strip(), at));
    return !key.isEmpty();
  }

  /** sysctl.d(5): when the first separator is a slash, slashes separate and dots are themselves. */
  private static String dotted(String key) {
    int slash = key.indexOf('/');
    int dot = key.indexOf('.');
    return slash >= 0 && (dot < 0 || slash < dot) ? key.replace('/', '.') : key;
  }

  @Override
  public SysctlFiles value() {
    return new SysctlFiles(list);
  }
}
