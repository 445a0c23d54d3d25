package io.coldcase.model.filter;

import java.util.Locale;

/** A place in the kernel's packet path where base chains hang (netfilter hooks). */
public enum Hook {
  PREROUTING,
  INPUT,
  FORWARD,
  OUTPUT,
  POSTROUTING,
  INGRESS,
  EGRESS;

  private final String word = name().toLowerCase(Locale.ROOT);

  /** The name in lower case. */
  public String word() {
    return word;
  }
}
