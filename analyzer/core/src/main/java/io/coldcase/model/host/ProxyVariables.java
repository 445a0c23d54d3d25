package io.coldcase.model.host;

import io.coldcase.diag.SourceRef;
import java.util.List;

/** Proxy variables in the environment of system processes. */
public record ProxyVariables(List<Variable> list) {
  public ProxyVariables {
    list = List.copyOf(list);
  }

  /** One variable; the process is empty when not said. */
  public record Variable(String process, String name, String value, SourceRef at) {}
}
