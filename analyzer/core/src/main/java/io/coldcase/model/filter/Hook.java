package io.coldcase.model.filter;

/** A place in the kernel's packet path where base chains hang (netfilter hooks). */
public enum Hook {
  PREROUTING,
  INPUT,
  FORWARD,
  OUTPUT,
  POSTROUTING,
  INGRESS,
  EGRESS
}
