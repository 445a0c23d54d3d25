package io.coldcase.bundle;

import java.io.EOFException;
import java.io.IOException;

/** A bundle cannot be read, or reading it would cost more than the limits allow; one sentence. */
public final class BundleException extends IOException {
  private static final long serialVersionUID = 1;

  /** What an error of the file or of its compression means, without a full stop. */
  static String reason(IOException e) {
    if (e.getMessage() == null) {
      return e instanceof EOFException ? "it ends too early" : e.getClass().getSimpleName();
    }
    return e.getMessage().endsWith(".")
        ? e.getMessage().substring(0, e.getMessage().length() - 1)
        : e.getMessage();
  }

  public BundleException(String sentence) {
    super(sentence);
  }

  public BundleException(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
