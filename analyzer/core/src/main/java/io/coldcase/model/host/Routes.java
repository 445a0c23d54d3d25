package io.coldcase.model.host;

import java.util.List;

/**
 * All routes of one family or of both, and the answers of {@code ip route get} that stood beside
 * them.
 */
public record Routes(List<Route> list, List<Route> answers) {
  public Routes {
    list = List.copyOf(list);
    answers = List.copyOf(answers);
  }
}
