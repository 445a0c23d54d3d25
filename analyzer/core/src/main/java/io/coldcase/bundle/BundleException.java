package io.coldcase.bundle;

import java.io.IOException;

/** A bundle cannot be read, or reading it would cost more than the limits allow; one sentence. */
public final class BundleException extends IOException {
  private static final long serialVersionUID = 1;

  public BundleException(String sentence) {
    super(sentence);
  }

  public BundleException(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
