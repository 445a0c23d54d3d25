package io.coldcase.sim;

/** Yes, no, or not to be told. */
enum Tri {
  YES,
  NO,
  UNKNOWN;

  static Tri of(boolean b) {
    return b ? YES : NO;
  }

  Tri negated(boolean not) {
    return !not || this == UNKNOWN ? this : this == YES ? NO : YES;
  }
}
