package io.coldcase.cli;

/** What the launcher found out about the terminal; without a launcher there is none. */
final class Terminal {
  private Terminal() {}

  /** True when standard output is a terminal and nobody asked for no colour (no-color.org). */
  static boolean colour() {
    String no = System.getenv("NO_COLOR");
    return Boolean.getBoolean("coldcase.stdout.tty")
        && (no == null || no.isEmpty())
        && !"dumb".equals(System.getenv("TERM"));
  }

  /** True when standard error is a terminal. */
  static boolean progress() {
    return Boolean.getBoolean("coldcase.stderr.tty");
  }
}
