package io.coldcase.finding;

/** How sure a finding is (DESIGN: confidence has a meaning). Declared from weak to strong. */
public enum Confidence {
  /** Corroborating evidence alone. */
  POSSIBLE,
  /** A deciding item was not collected, the others hold. */
  PROBABLE,
  /** Every deciding item was seen. */
  CERTAIN;

  public String word() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
