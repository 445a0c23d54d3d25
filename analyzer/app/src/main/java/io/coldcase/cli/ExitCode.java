package io.coldcase.cli;

/** What the program says to the shell. */
final class ExitCode {
  static final int NOTHING = 0;
  static final int FOUND = 1;
  static final int USAGE = 2;
  static final int UNREADABLE = 3;

  private ExitCode() {}
}
