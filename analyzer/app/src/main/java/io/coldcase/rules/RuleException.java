package io.coldcase.rules;

/** Rules of the operator that do not compile; the message says where and why. */
public final class RuleException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public RuleException(String message) {
    super(message);
  }
}
