package io.coldcase.finding;

import java.util.Locale;

/** How much of the cluster's work a fault stops. Declared from weak to strong. */
public enum Severity {
  LOW,
  MEDIUM,
  HIGH,
  CRITICAL;

  /** The severity of a word of rule metadata; MEDIUM for any other word. */
  public static Severity of(String word) {
    for (Severity s : values()) {
      if (s.word().equals(word)) {
        return s;
      }
    }
    return MEDIUM;
  }

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
