package io.coldcase.cli;

/** The command line asks for something that cannot be; one sentence. */
final class UsageException extends RuntimeException {
  private static final long serialVersionUID = 1;

  UsageException(String sentence) {
    super(sentence);
  }
}
