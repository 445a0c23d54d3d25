package io.coldcase.assemble;

import io.coldcase.model.kube.ConfigMap;
import io.coldcase.model.kube.Corefile;
import io.coldcase.model.kube.KubeObject;
import io.coldcase.parse.corefile.CorefileParser;
import io.coldcase.parse.corefile.CorefileSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/** ConfigMaps to the Corefiles in them; imported files are looked for in coredns-custom. */
final class Corefiles {
  private Corefiles() {}

  static List<Corefile> of(Collection<? extends KubeObject> configMaps) {
    List<Corefile> list = new ArrayList<>();
    for (KubeObject o : configMaps) {
      if (o instanceof ConfigMap m && m.data().containsKey("Corefile")) {
        list.add(
            CorefileParser.parse(
                m.meta(), source(m, "Corefile"), file -> imported(file, m, configMaps)));
      }
    }
    return list;
  }

  /** The values whose key an import names: {@code custom/*.override}, or a file of its own. */
  private static List<CorefileSource> imported(
      String file, ConfigMap main, Collection<? extends KubeObject> configMaps) {
    String name = file.substring(file.lastIndexOf('/') + 1);
    List<CorefileSource> found = new ArrayList<>();
    for (KubeObject o : configMaps) {
      if (o instanceof ConfigMap m
          && m.namespace().equals(main.namespace())
          && (m.name().equals(main.name() + "-custom") || m.name().equals(main.name()))) {
        for (String key : new TreeSet<>(m.data().keySet())) {
          if (!key.equals("Corefile") && matches(key, name)) {
            found.add(source(m, key));
          }
        }
      }
    }
    return found;
  }

  private static boolean matches(String key, String pattern) {
    int star = pattern.indexOf('*');
    return star < 0
        ? key.equals(pattern)
        : key.length() >= pattern.length() - 1
            && key.startsWith(pattern.substring(0, star))
            && key.endsWith(pattern.substring(star + 1));
  }

  private static CorefileSource source(ConfigMap m, String key) {
    return new CorefileSource(m.value(key), (line, text) -> m.at(key, line, text));
  }
}
