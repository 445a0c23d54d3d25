package io.coldcase.model.kube;

import java.util.List;
import java.util.Map;

/**
 * A label selector (Kubernetes API, LabelSelector): all labels and all expressions must hold; an
 * empty one matches everything.
 */
public record Selector(Map<String, String> labels, List<Expression> expressions) {
  public static final Selector ALL = new Selector(Map.of(), List.of());

  public Selector {
    labels = Map.copyOf(labels);
    expressions = List.copyOf(expressions);
  }

  /** One matchExpressions entry; operator In, NotIn, Exists or DoesNotExist. */
  public record Expression(String key, String operator, List<String> values) {
    public Expression {
      values = List.copyOf(values);
    }

    boolean matches(Map<String, String> on) {
      String v = on.get(key);
      return switch (operator) {
        case "In" -> v != null && values.contains(v);
        case "NotIn" -> v == null || !values.contains(v);
        case "Exists" -> v != null;
        case "DoesNotExist" -> v == null;
        default -> false;
      };
    }
  }

  public boolean isEmpty() {
    return labels.isEmpty() && expressions.isEmpty();
  }

  public boolean matches(Map<String, String> on) {
    return labels.entrySet().stream().allMatch(e -> e.getValue().equals(on.get(e.getKey())))
        && expressions.stream().allMatch(e -> e.matches(on));
  }
}
