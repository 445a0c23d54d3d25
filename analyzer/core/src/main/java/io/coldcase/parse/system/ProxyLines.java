package io.coldcase.parse.system;

import io.coldcase.diag.SourceRef;
import io.coldcase.model.host.ProxyVariables;
import io.coldcase.parse.LineReader;
import java.util.ArrayList;
import java.util.List;

/** {@code NAME=VALUE} lines, per section {@code PROCESS PID}, to proxy variables. */
public final class ProxyLines implements LineReader<ProxyVariables> {
  private final List<ProxyVariables.Variable> list = new ArrayList<>();

  @Override
  public boolean line(String section, String text, SourceRef at) {
    int eq = text.indexOf('=');
    if (eq > 0) {
      int space = section.indexOf(' ');
      list.add(
          new ProxyVariables.Variable(
              space < 0 ? section : section.substring(0, space),
              text.substring(0, eq),
              text.substring(eq + 1),
              at));
    }
    return eq > 0;
  }

  @Override
  public ProxyVariables value() {
    return new ProxyVariables(list);
  }
}
