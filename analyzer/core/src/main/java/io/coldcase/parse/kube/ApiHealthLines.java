package io.coldcase.parse.kube;

import io.coldcase.diag.SourceRef;
import io.coldcase.model.kube.ApiHealth;
import io.coldcase.parse.LineReader;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code kubectl get --raw /readyz?verbose}: {@code [+]NAME ok} and {@code [-]NAME failed: reason}
 * lines, or messages of kubectl in their place.
 */
public final class ApiHealthLines implements LineReader<ApiHealth> {
  private static final String[] MESSAGES = {
    "The connection to the server",
    "Unable to connect to the server",
    "Error from server",
    "error: ",
    "error getting ",
    "E1",
    "E0",
    "couldn't get "
  };

  private final List<ApiHealth.Check> checks = new ArrayList<>();
  private final List<ApiHealth.Error> errors = new ArrayList<>();

  @Override
  public boolean line(String section, String text, SourceRef at) {
    if (text.startsWith("[+]") || text.startsWith("[-]")) {
      int end = text.indexOf(' ');
      String name = text.substring(3, end < 0 ? text.length() : end);
      checks.add(new ApiHealth.Check(name, text.charAt(1) == '+', at));
      return true;
    }
    for (String m : MESSAGES) {
      if (text.startsWith(m)) {
        errors.add(new ApiHealth.Error(text, at));
        return true;
      }
    }
    return text.startsWith("Warning: ")
        || text.endsWith("check passed")
        || text.endsWith("check failed");
  }

  @Override
  public ApiHealth value() {
    return new ApiHealth(checks, errors);
  }
}
