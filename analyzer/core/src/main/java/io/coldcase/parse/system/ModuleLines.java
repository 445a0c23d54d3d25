package io.coldcase.parse.system;

import io.coldcase.diag.SourceRef;
import io.coldcase.model.host.KernelModules;
import io.coldcase.parse.LineReader;
import io.coldcase.parse.Words;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Sections {@code /proc/modules}, {@code builtin}, {@code modprobe -n -v NAME} and {@code
 * blacklist} to kernel modules. Names are written with underscores.
 */
public final class ModuleLines implements LineReader<KernelModules> {
  private final Map<String, SourceRef> loaded = new HashMap<>();
  private final Set<String> builtin = new HashSet<>();
  private final Map<String, SourceRef> missing = new HashMap<>();
  private final Map<String, SourceRef> forbidden = new HashMap<>();

  @Override
  public boolean line(String section, String text, SourceRef at) {
    Words w = new Words(text);
    String first = w.next();
    if (section.equals("/proc/modules")) {
      if (Words.number(w.peek(), -1) >= 0) {
        loaded.put(first, at);
      }
    } else if (section.equals("builtin")) {
      String file = first.substring(first.lastIndexOf('/') + 1);
      int dot = file.indexOf('.');
      builtin.add(name(dot < 0 ? file : file.substring(0, dot)));
    } else if (section.startsWith("modprobe")) {
      // "Module x not found in directory ..."; a missing modprobe says nothing about modules
      if (text.contains("odule ") && text.contains("not found")) {
        missing.put(name(section.substring(section.lastIndexOf(' ') + 1)), at);
      } else if (first.equals("install")) {
        forbidden.put(name(section.substring(section.lastIndexOf(' ') + 1)), at);
      }
    } else if (section.equals("blacklist")) {
      forbidden.put(name(w.next()), at);
    } else {
      return false;
    }
    return true;
  }

  private static String name(String module) {
    return module.replace('-', '_');
  }

  @Override
  public KernelModules value() {
    return new KernelModules(loaded, builtin, missing, forbidden);
  }
}
