package io.coldcase.model.kube;

import io.coldcase.diag.SourceRef;
import java.util.List;

/**
 * What the API server said about itself ({@code /readyz?verbose}, {@code /livez?verbose}), and what
 * kubectl said when it got no answer.
 *
 * @param errors messages of kubectl: connection refused, timed out, certificate errors
 */
public record ApiHealth(List<Check> checks, List<Error> errors) {
  public ApiHealth {
    checks = List.copyOf(checks);
    errors = List.copyOf(errors);
  }

  /** One check, for example {@code etcd}. */
  public record Check(String name, boolean ok, SourceRef at) {}

  /** One message. */
  public record Error(String text, SourceRef at) {}

  /** True when it answered at all. */
  public boolean answered() {
    return !checks.isEmpty();
  }
}
