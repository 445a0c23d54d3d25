package io.coldcase.parse.kube;

import io.coldcase.diag.SourceRef;
import io.coldcase.model.kube.ApiHealth;
import io.coldcase.parse.LineReader;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code kubectl get --raw /readyz?verbose}: {@code [+]NAME ok} and {@code [-]NAME failed: reason}
 * lines, or messages of kubectl in their place. Where a check failed, kubectl quotes the lines in
 * one message: {@code Error from server (InternalError): an error on the server ("[+]ping
 * ok\n[-]etcd failed: ...}.
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
    if (check(text, at)) {
      return true;
    }
    int quoted = text.indexOf("(\"[");
    if (text.startsWith("Error from server") && quoted > 0) {
      for (String said : text.substring(quoted + 2).split("\\\\n")) {
        check(said, at.withText(said));
      }
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

  private boolean check(String text, SourceRef at) {
    if (!text.startsWith("[+]") && !text.startsWith("[-]")) {
      return false;
    }
    int end = text.indexOf(' ');
    String name = text.substring(3, end < 0 ? text.length() : end);
    checks.add(new ApiHealth.Check(name, text.charAt(1) == '+', at));
    return true;
  }

  @Override
  public ApiHealth value() {
    return new ApiHealth(checks, errors);
  }
}
